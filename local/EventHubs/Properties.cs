namespace Azure.Messaging.EventHubs;

public class EventHubProperties
{
    internal EventHubProperties(string name, DateTimeOffset createdOn, string[] partitionIds, bool isGeoReplicationEnabled) =>
        (Name, CreatedOn, PartitionIds, IsGeoReplicationEnabled) = (name, createdOn, partitionIds, isGeoReplicationEnabled);

    public string Name { get; }

    public DateTimeOffset CreatedOn { get; }

    public string[] PartitionIds { get; }

    public bool IsGeoReplicationEnabled { get; }
}

public class PartitionProperties
{
    internal PartitionProperties(
        string eventHubName, string partitionId, bool isEmpty, long beginningSequenceNumber, long lastSequenceNumber, long lastEnqueuedTicks)
    {
        EventHubName = eventHubName;
        Id = partitionId;
        IsEmpty = isEmpty;
        BeginningSequenceNumber = beginningSequenceNumber;
        LastEnqueuedSequenceNumber = lastSequenceNumber;
        LastEnqueuedTime = new(lastEnqueuedTicks, TimeSpan.Zero);
    }

    public string EventHubName { get; }

    public string Id { get; }

    /// <summary>It holds no message (any more).</summary>
    public bool IsEmpty { get; }

    /// <summary>Of the oldest message that it holds.</summary>
    public long BeginningSequenceNumber { get; }

    /// <summary>Of the latest message that it ever held; −1 if there was none.</summary>
    public long LastEnqueuedSequenceNumber { get; }

    public DateTimeOffset LastEnqueuedTime { get; }
}

public class EventHubsException(
    bool isTransient, string eventHubName, string message, EventHubsException.FailureReason reason, Exception? innerException)
    : Exception(message, innerException)
{
    public EventHubsException(bool isTransient, string eventHubName, string message, FailureReason reason)
        : this(isTransient, eventHubName, message, reason, null)
    {
    }

    /// <summary>It may work when it is tried again.</summary>
    public bool IsTransient { get; } = isTransient;

    public string EventHubName { get; } = eventHubName;

    public FailureReason Reason { get; } = reason;

    public enum FailureReason
    {
        GeneralError = 0,
        ClientClosed = 1,
        ConsumerDisconnected = 2,
        ResourceNotFound = 3,
        MessageSizeExceeded = 4,
        QuotaExceeded = 5,
        ServiceBusy = 6,
        ServiceTimeout = 7,
        ServiceCommunicationProblem = 8,
        ProducerDisconnected = 9,
        InvalidClientState = 10,
    }
}
