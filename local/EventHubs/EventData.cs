namespace Azure.Messaging.EventHubs;

/// <summary>A message on the stream: as it is to be sent, or as it was received.</summary>
public class EventData
{
    static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();
    IDictionary<string, object>? _properties;

    public EventData(BinaryData eventBody) => EventBody = eventBody;

    public EventData(ReadOnlyMemory<byte> eventBody) => EventBody = new BinaryData(eventBody);

    public EventData(string eventBody) => EventBody = new BinaryData(eventBody);

    protected internal EventData(
        BinaryData eventBody,
        IDictionary<string, object>? properties = null,
        IReadOnlyDictionary<string, object>? systemProperties = null,
        long sequenceNumber = long.MinValue,
        string? offsetString = null,
        DateTimeOffset enqueuedTime = default,
        string? partitionKey = null)
    {
        EventBody = eventBody;
        _properties = properties;
        SystemProperties = systemProperties ?? None;
        SequenceNumber = sequenceNumber;
        OffsetString = offsetString;
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

    public IReadOnlyDictionary<string, object> SystemProperties { get; } = None;

    /// <summary>Position in its partition, growing by one; <see cref="long.MinValue"/> before it was received.</summary>
    public long SequenceNumber { get; } = long.MinValue;

    public string? OffsetString { get; }

    public DateTimeOffset EnqueuedTime { get; }

    public string? PartitionKey { get; }

    internal bool HasProperties => _properties is { Count: > 0 };
}
