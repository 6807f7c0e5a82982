namespace Microsoft.Azure.Functions.Worker;

public abstract class RetryAttribute : Attribute
{
    public int MaxRetryCount { get; protected init; }
}
