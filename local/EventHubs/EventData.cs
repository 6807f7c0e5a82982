using System.Globalization;

namespace Azure.Messaging.EventHubs;

/// <summary>A message on the stream: as it is to be sent, or as it was received.</summary>
public class EventData
{
    readonly long? _offset;
    IDictionary<string, object>? _properties;

    public EventData(BinaryData eventBody) => EventBody = eventBody;

    public EventData(ReadOnlyMemory<byte> eventBody) => EventBody = new BinaryData(eventBody);

    public EventData(string eventBody) => EventBody = new BinaryData(eventBody);

    internal EventData(
        ReadOnlyMemory<byte> body,
        IDictionary<string, object>? properties,
        long sequenceNumber,
        long offset,
        DateTimeOffset enqueuedTime,
        string? partitionKey)
    {
        EventBody = new BinaryData(body);
        _properties = properties;
        SequenceNumber = sequenceNumber;
        _offset = offset;
        EnqueuedTime = enqueuedTime;
        PartitionKey = partitionKey;
    }

    public BinaryData EventBody { get; set; }

    public ReadOnlyMemory<byte> Body => EventBody.ToMemory();

    public string? MessageId { get; set; }

    public string? CorrelationId { get; set; }

    public string? ContentType { get; set; }

    /// <summary>The application's own values, of AMQP's simple types.</summary>
    public IDictionary<string, object> Properties => _properties ??= new Dictionary<string, object>();

    /// <summary>Position in its partition, growing by one; <see cref="long.MinValue"/> before it was received.</summary>
    public long SequenceNumber { get; } = long.MinValue;

    /// <summary>Place in its partition, growing; null before it was received.</summary>
    public string? OffsetString => _offset?.ToString(CultureInfo.InvariantCulture);

    /// <summary>When the stream took it (UTC).</summary>
    public DateTimeOffset EnqueuedTime { get; }

    public string? PartitionKey { get; }

    internal IDictionary<string, object>? PropertiesIfAny => _properties is { Count: > 0 } ? _properties : null;
}
