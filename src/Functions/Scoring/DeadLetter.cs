using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Scoring;

/// <summary>An event or a message that was set aside because it can never be scored, and why.</summary>
/// <param name="Position">Of its message in the stream.</param>
/// <param name="Index">Of the event within its message; −1 for the message as a whole.</param>
/// <param name="Raw">What came, as JSON or as whatever it was. Of what is too large for a row, its beginning is kept.</param>
sealed record DeadLetter(
    OrganizationId? Organization,
    SessionId? Session,
    StreamPosition Position,
    int Index,
    string Reason,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Raw,
    string? EventId = null,
    string? Type = null)
{
    public const string UnknownOrganization = "unknown";

    /// <summary>The reason without what varies from event to event: one of few.</summary>
    public string ReasonKind => Reason.IndexOf(':', StringComparison.Ordinal) is var end and >= 0 ? Reason[..end] : Reason;
    const string RawColumn = "raw";
    const int LargestPart = 60 * 1024;

    /// <summary>
    /// A row holds 1 MiB with its names and other columns, a message that somebody else sent may hold as much in its body.
    /// </summary>
    const int LargestRaw = 1_010_000;

    /// <summary>What keys of messages that came at a time begin with: it shrinks with time, so that the newest come first.</summary>
    public static string KeyAt(DateTimeOffset enqueuedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - enqueuedAt.UtcTicks:D19}");

    /// <summary>The key is made from the place in the stream, so that a redelivered message writes the same row again.</summary>
    public TableEntity ToRow()
    {
        var key = string.Create(CultureInfo.InvariantCulture,
            $"{KeyAt(Position.EnqueuedAt)}-{Position.Partition}-{Position.SequenceNumber:D19}-{Index + 1:D4}");
        var row = new TableEntity(Organization?.Value ?? UnknownOrganization, key)
        {
            ["session"] = Session?.Value,
            ["eventId"] = EventId,
            ["type"] = Type,
            ["reason"] = Reason,
            ["receivedAt"] = ReceivedAt,
        };
        var kept = Math.Min(Raw.Length, LargestRaw);
        for (var part = 0; part * LargestPart < kept; part++)
            row[Part(part)] = Raw[(part * LargestPart)..Math.Min(kept, (part + 1) * LargestPart)].ToArray();
        return row;
    }

    public static byte[] ReadRaw(TableEntity row)
    {
        using var raw = new MemoryStream();
        for (var part = 0; row.GetBinary(Part(part)) is { } bytes; part++)
            raw.Write(bytes);
        return raw.ToArray();
    }

    static string Part(int number) => string.Create(CultureInfo.InvariantCulture, $"{RawColumn}{number}");
}
