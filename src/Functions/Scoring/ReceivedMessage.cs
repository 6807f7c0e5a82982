using System.Globalization;
using Azure.Messaging.EventHubs;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Events;

namespace Proctoring.Functions.Scoring;

/// <summary>A message of the stream, read: its events, and what of it is none.</summary>
sealed class ReceivedMessage
{
    readonly StreamMessage _message;
    readonly IReadOnlyList<AcceptedEvent> _accepted = [];

    public ReceivedMessage(EventData data, string partition)
    {
        Position = new(partition, data.SequenceNumber, data.EnqueuedTime);
        if (!StreamMessage.TryRead(data, out _message, out var malformed))
        {
            ReceivedAt = data.EnqueuedTime;
            Invalid = [Whole(data, partition, $"malformed: {malformed}")];
            return;
        }

        ReceivedAt = _message.ReceivedAt;
        var batch = EventReader.ReadArray(_message.Events);
        _accepted = batch.Accepted;
        Events = [.. batch.Accepted.Select(accepted => accepted.Event)];
        if (batch.Fault is { } fault) Invalid = [Whole(data, partition, Because(fault.Field, fault.Reason))];
        else Invalid = [.. batch.Refused.Select(SetAside)];
    }

    public StreamPosition Position { get; }

    public DateTimeOffset ReceivedAt { get; }

    public IReadOnlyList<ProctoringEvent> Events { get; } = [];

    /// <summary>What is no event. Ingest lets none through: it is of an older or newer release, or somebody else sent it.</summary>
    public IReadOnlyList<DeadLetter> Invalid { get; } = [];

    /// <summary>A message that cannot be read, as it came.</summary>
    public static DeadLetter Whole(EventData data, string partition, string reason)
    {
        var position = new StreamPosition(partition, data.SequenceNumber, data.EnqueuedTime);
        return StreamMessage.TryRead(data, out var message, out _)
            ? new(message.Organization, message.Session, position, -1, reason, message.ReceivedAt, message.Events)
            : new(null, null, position, -1, reason, data.EnqueuedTime, data.EventBody.ToMemory());
    }

    /// <summary>All that a message holds, event by event if it can be read: so each is kept whole.</summary>
    public static IReadOnlyCollection<DeadLetter> SetAside(EventData data, string partition, string reason)
    {
        try
        {
            return [.. new ReceivedMessage(data, partition).SetAside(reason)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [Whole(data, partition, reason)];
        }
    }

    /// <summary>All that the message holds, for one reason where there is none yet.</summary>
    public IEnumerable<DeadLetter> SetAside(string reason) => [.. Invalid, .. Events.Select(e => SetAside(e, reason))];

    public DeadLetter SetAside(ProctoringEvent e, string reason)
    {
        foreach (var accepted in _accepted)
            if (ReferenceEquals(accepted.Event, e))
                return Letter(accepted.Index, reason, _message.Events.Slice(accepted.Start, accepted.Length), e.Id.Value, e.Type.Name);
        throw new ArgumentException("The event is not of this message.", nameof(e));
    }

    DeadLetter SetAside(EventRefusal refusal) =>
        Letter(refusal.Index, Because(refusal.Field, refusal.Reason), _message.Events.Slice(refusal.Start, refusal.Length), refusal.Id);

    DeadLetter Letter(int index, string reason, ReadOnlyMemory<byte> raw, string? eventId, string? type = null) =>
        new(_message.Organization, _message.Session, Position, index, reason, ReceivedAt, raw, eventId, type);

    static string Because(string field, string reason) => string.Create(CultureInfo.InvariantCulture, $"malformed: {field} {reason}");
}
