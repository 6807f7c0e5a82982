using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Scoring;

/// <summary>An event or a message that was set aside because it can never be scored, and why.</summary>
/// <param name="Position">Of its message in the stream.</param>
/// <param name="Index">Of the event within its message; −1 for the message as a whole.</param>
/// <param name="Raw">What came, as JSON or as whatever it was; cut if it is longer than a property can hold.</param>
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
    const int LargestRaw = 60 * 1024;

    /// <summary>
    /// The key is made from the place in the stream, so that a redelivered message writes the same row again, and
    /// descends with time, so that the newest come first.
    /// </summary>
    public TableEntity ToRow() => new(
        Organization?.Value ?? UnknownOrganization,
        string.Create(CultureInfo.InvariantCulture,
            $"{DateTime.MaxValue.Ticks - Position.EnqueuedAt.UtcTicks:D19}-{Position.Partition}-{Position.SequenceNumber:D19}-{Index + 1:D4}"))
    {
        ["session"] = Session?.Value,
        ["eventId"] = EventId,
        ["type"] = Type,
        ["reason"] = Reason,
        ["receivedAt"] = ReceivedAt,
        ["raw"] = Raw[..Math.Min(Raw.Length, LargestRaw)].ToArray(),
    };
}
