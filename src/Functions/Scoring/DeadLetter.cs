using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

/// <summary>An event or a message that was set aside because it can never be scored, and why.</summary>
/// <param name="Position">Of its message in the stream.</param>
/// <param name="Index">Of the event within its message; −1 for the message as a whole.</param>
/// <param name="Raw">What came, as JSON or as whatever it was. Its first 64 KB are kept.</param>
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
    public const string RawColumn = "raw";
    public const string SizeColumn = "size";

    /// <summary>In bytes: what one property holds.</summary>
    public const int MostKept = Tables.LargestProperty;

    const int LongestReason = 1_000;

    /// <summary>Tables know no earlier time.</summary>
    static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The reason without what varies from event to event: one of few.</summary>
    public string ReasonKind => Reason.IndexOf(':', StringComparison.Ordinal) is var end and >= 0 ? Reason[..end] : Reason;

    /// <summary>What of it is kept: all, or the beginning up to the end of a character.</summary>
    public ReadOnlyMemory<byte> Kept
    {
        get
        {
            if (Raw.Length <= MostKept) return Raw;
            var end = MostKept;
            // A character takes four bytes at most; what is no text at all is cut anywhere.
            while (end > MostKept - 4 && (Raw.Span[end] & 0xC0) == 0x80) end--;
            return Raw[..end];
        }
    }

    /// <summary>What keys of messages that came at a time begin with: it shrinks with time, so that the newest come first.</summary>
    public static string KeyAt(DateTimeOffset enqueuedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - enqueuedAt.UtcTicks:D19}");

    /// <summary>The key is made from the place in the stream, so that a redelivered message writes the same row again.</summary>
    public TableEntity ToRow()
    {
        var row = ToBareRow();
        row["eventId"] = EventId;
        row["type"] = Type;
        row["reason"] = Reason.Length <= LongestReason ? Reason : Reason[..LongestReason];
        row[RawColumn] = Kept.ToArray();
        return row;
    }

    /// <summary>The row without anything that its sender or an exception has worded.</summary>
    public TableEntity ToBareRow()
    {
        var key = string.Create(CultureInfo.InvariantCulture,
            $"{KeyAt(Position.EnqueuedAt)}-{Position.Partition}-{Position.SequenceNumber:D19}-{Index + 1:D4}");
        return new(Organization?.Value ?? UnknownOrganization, key)
        {
            ["session"] = Session?.Value,
            ["reason"] = ReasonKind,
            ["receivedAt"] = ReceivedAt < Earliest ? Position.EnqueuedAt : ReceivedAt,
            [SizeColumn] = Raw.Length,
        };
    }
}
