using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tables;

/// <summary>Reads the multipart answer to a transaction: one part an action, or a single part that says what failed.</summary>
static class TransactionReply
{
    static ReadOnlySpan<byte> StatusLine => "HTTP/1.1 "u8;

    public static Response<IReadOnlyList<Response>> Read(Response response, int actions)
    {
        var rest = ((MemoryStream)response.ContentStream!).ToArray().AsSpan();
        var replies = new List<Response>(actions);
        while (rest.IndexOf(StatusLine) is var start and >= 0)
        {
            rest = rest[(start + StatusLine.Length)..];
            var next = rest.IndexOf(StatusLine);
            var part = next < 0 ? rest : rest[..next];
            var reply = ReadPart(part, out var body);
            if (reply.Status >= 400) throw Failure(reply, body);
            replies.Add(reply);
            rest = rest[part.Length..];
        }

        if (replies.Count != actions) throw new InvalidDataException($"A transaction of {actions} actions was answered with {replies.Count} parts.");
        return Response.FromValue<IReadOnlyList<Response>>(replies, response);
    }

    static PartResponse ReadPart(ReadOnlySpan<byte> part, out ReadOnlySpan<byte> body)
    {
        var end = part.IndexOf("\r\n\r\n"u8);
        body = end < 0 ? default : part[(end + 4)..];
        var lines = Encoding.UTF8.GetString(end < 0 ? part : part[..end]).Split("\r\n");
        var status = int.Parse(lines[0].AsSpan(0, 3), CultureInfo.InvariantCulture);
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(header => header.Length == 2)
            .Select(header => new HttpHeader(header[0], header[1]))
            .ToArray();
        return new PartResponse(status, lines[0][3..].Trim(), headers);
    }

    static TableTransactionFailedException Failure(PartResponse reply, ReadOnlySpan<byte> body)
    {
        var end = body.LastIndexOf((byte)'}');
        var error = StorageErrorParser.Read(end < 0 ? default : body[..(end + 1)]);
        // The service begins the message with the position of the action: "1:The update condition …".
        var message = error?.Message ?? reply.ReasonPhrase;
        var failed = message.IndexOf(':') is var colon and > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : (int?)null;
        var text = $"{message}\nStatus: {reply.Status} ({reply.ReasonPhrase})\nErrorCode: {error?.Code}\n";
        if (failed is not null) text += $"Failed transaction action: {failed}\n";
        return new TableTransactionFailedException(new RequestFailedException(reply.Status, text, error?.Code, null), failed);
    }

    /// <summary>One action's answer.</summary>
    sealed class PartResponse(int status, string reason, HttpHeader[] headers) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => reason;

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => headers.Any(h => Is(h, name));

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers;

        protected override bool TryGetHeader(string name, out string value)
        {
            var found = headers.FirstOrDefault(h => Is(h, name));
            value = found.Value;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values)
        {
            values = headers.Where(h => Is(h, name)).Select(h => h.Value).ToArray();
            return values.Any();
        }

        static bool Is(HttpHeader header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
    }
}
