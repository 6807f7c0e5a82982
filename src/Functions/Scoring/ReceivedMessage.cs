using System.Globalization;
using System.Text.Json;
using Azure.Messaging.EventHubs;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Events;

namespace Proctoring.Functions.Scoring;

/// <summary>A message of the stream, read: its events, and what of it is none.</summary>
sealed class ReceivedMessage
{
    readonly EventBatch _batch;

    ReceivedMessage(StreamPosition position, StreamMessage message, EventBatch batch)
    {
        Position = position;
        Message = message;
        _batch = batch;
        Events = [.. batch.Accepted.Select(accepted => accepted.Event)];
        Invalid = batch switch
        {
            { Fault: { } fault } => [Letter(-1, Because(fault.Field, fault.Reason), message.Events)],
            { Refused.Count: > 0 } => SetAsideRefused(),
            _ => [],
        };
    }

    public StreamPosition Position { get; }

    public StreamMessage Message { get; }

    public IReadOnlyList<ProctoringEvent> Events { get; }

    /// <summary>What is no event. Ingest lets none through: it is of an older or newer release, or somebody else sent it.</summary>
    public IReadOnlyList<DeadLetter> Invalid { get; }

    /// <summary>Null if the message is none of ours; <paramref name="malformed"/> then says why.</summary>
    public static ReceivedMessage? Read(EventData data, string partition, out DeadLetter? malformed)
    {
        var position = new StreamPosition(partition, data.SequenceNumber, data.EnqueuedTime);
        malformed = StreamMessage.TryRead(data, out var message, out var fault)
            ? null
            : new(null, null, position, -1, fault, data.EnqueuedTime, data.EventBody.ToMemory());
        return malformed is null ? new(position, message, EventReader.ReadArray(message.Events)) : null;
    }

    /// <summary>All events of the message, set aside for one reason.</summary>
    public IEnumerable<DeadLetter> SetAside(string reason) => Events.Select(e => SetAside(e, reason));

    public DeadLetter SetAside(ProctoringEvent e, string reason)
    {
        foreach (var accepted in _batch.Accepted)
            if (ReferenceEquals(accepted.Event, e))
                return Letter(accepted.Index, reason, Message.Events.Slice(accepted.Start, accepted.Length)) with { EventId = e.Id.Value, Type = e.Type.Name };
        throw new ArgumentException("The event is not of this message.", nameof(e));
    }

    List<DeadLetter> SetAsideRefused()
    {
        using var events = JsonDocument.Parse(Message.Events);
        return [.. _batch.Refused.Select(refusal =>
            Letter(refusal.Index, Because(refusal.Field, refusal.Reason), JsonSerializer.SerializeToUtf8Bytes(events.RootElement[refusal.Index]))
            with { EventId = refusal.Id })];
    }

    DeadLetter Letter(int index, string reason, ReadOnlyMemory<byte> raw) =>
        new(Message.Organization, Message.Session, Position, index, reason, Message.ReceivedAt, raw);

    static string Because(string field, string reason) => string.Create(CultureInfo.InvariantCulture, $"malformed: {field} {reason}");
}
