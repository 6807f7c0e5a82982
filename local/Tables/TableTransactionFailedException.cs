namespace Azure.Data.Tables;

/// <summary>No action of a transaction was carried out.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : this(requestFailedException, null)
    {
    }

    internal TableTransactionFailedException(RequestFailedException cause, int? failedAction)
        : base(cause.Status, cause.Message, cause.ErrorCode, cause.InnerException) => FailedTransactionActionIndex = failedAction;

    /// <summary>Position of the action that made the transaction fail, when the service told.</summary>
    public int? FailedTransactionActionIndex { get; }
}
