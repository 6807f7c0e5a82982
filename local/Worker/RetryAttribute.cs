namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>Retries after the first attempt; −1 retries for ever.</summary>
    public int MaxRetryCount { get; set; }
}

public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Retries after the first attempt; −1 retries for ever.</param>
    /// <param name="delayInterval">Time between two attempts, as <c>hh:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
        Delay = Interval.Parse(delayInterval, nameof(delayInterval));
    }

    public string DelayInterval { get; }

    internal TimeSpan Delay { get; }
}

public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Retries after the first attempt; −1 retries for ever.</param>
    /// <param name="minimumInterval">Shortest time between two attempts, as <c>hh:mm:ss</c>.</param>
    /// <param name="maximumInterval">Longest time between two attempts, as <c>hh:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
        Minimum = Interval.Parse(minimumInterval, nameof(minimumInterval));
        Maximum = Interval.Parse(maximumInterval, nameof(maximumInterval));
        if (Minimum > Maximum)
            throw new ArgumentException("The minimum interval must not exceed the maximum interval.", nameof(minimumInterval));
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }

    internal TimeSpan Minimum { get; }

    internal TimeSpan Maximum { get; }
}

file static class Interval
{
    public static TimeSpan Parse(string value, string parameter) =>
        TimeSpan.TryParse(value, out var interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new ArgumentOutOfRangeException(parameter, value, "Expected a non-negative time as hh:mm:ss.");
}
