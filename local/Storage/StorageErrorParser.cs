using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace Proctoring.Local.Storage;

/// <summary>
/// Reads the services' error bodies (tables: OData JSON, blobs: XML), so that <see cref="RequestFailedException.ErrorCode"/>
/// and the message are those of the service.
/// </summary>
sealed class StorageErrorParser : RequestFailedDetailsParser
{
    public static StorageErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is MemoryStream { Length: > 0 } body ? Read(body.ToArray()) : null;
        // An answer to HEAD has no body; the code then stands in a header.
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code)) error = new ResponseError(code, response.ReasonPhrase);
        return error is not null;
    }

    public static ResponseError? Read(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOfAny((byte)'{', (byte)'<');
        if (start < 0) return null;
        try
        {
            return body[start] == '{' ? ReadJson(body[start..]) : ReadXml(body[start..]);
        }
        catch (Exception e) when (e is JsonException or XmlException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    static ResponseError? ReadJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        if (!document.RootElement.TryGetProperty("odata.error", out var error)) return null;
        return new ResponseError(error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString());
    }

    static ResponseError? ReadXml(ReadOnlySpan<byte> body)
    {
        var root = XDocument.Load(new MemoryStream(body.ToArray())).Root;
        return root?.Element("Code") is { } code ? new ResponseError(code.Value, root.Element("Message")?.Value) : null;
    }
}
