namespace Azure.Messaging.EventHubs;

public class EventHubProperties
{
    protected internal EventHubProperties(string name, DateTimeOffset createdOn, string[] partitionIds, bool isGeoReplicationEnabled) =>
        (Name, CreatedOn, PartitionIds, IsGeoReplicationEnabled) = (name, createdOn, partitionIds, isGeoReplicationEnabled);

    public string Name { get; }

    public DateTimeOffset CreatedOn { get; }

    public string[] PartitionIds { get; }

    public bool IsGeoReplicationEnabled { get; }
}

public class PartitionProperties
{
    protected internal PartitionProperties(
        string eventHubName,
        string partitionId,
        bool isEmpty,
        long beginningSequenceNumber,
        long lastSequenceNumber,
        string lastOffsetString,
        DateTimeOffset lastEnqueuedTime)
    {
        EventHubName = eventHubName;
        Id = partitionId;
        IsEmpty = isEmpty;
        BeginningSequenceNumber = beginningSequenceNumber;
        LastEnqueuedSequenceNumber = lastSequenceNumber;
        LastEnqueuedOffsetString = lastOffsetString;
        LastEnqueuedTime = lastEnqueuedTime;
    }

    public string EventHubName { get; }

    public string Id { get; }

    public bool IsEmpty { get; }

    public long BeginningSequenceNumber { get; }

    public long LastEnqueuedSequenceNumber { get; }

    public string LastEnqueuedOffsetString { get; }

    public DateTimeOffset LastEnqueuedTime { get; }
}

public class EventHubsException : Exception
{
    public EventHubsException(bool isTransient, string eventHubName, string message, FailureReason reason)
        : this(isTransient, eventHubName, message, reason, null)
    {
    }

    public EventHubsException(bool isTransient, string eventHubName, string message, FailureReason reason, Exception? innerException)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        EventHubName = eventHubName;
        Reason = reason;
    }

    public bool IsTransient { get; }

    public string EventHubName { get; }

    public FailureReason Reason { get; }

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
