namespace Azure.Messaging.EventHubs;

/// <summary>How often and how long the real client tries; the values are its defaults.</summary>
public class EventHubsRetryOptions
{
    /// <summary>0 to 100 further attempts.</summary>
    public int MaximumRetries { get; set; } = 3;

    /// <summary>Before the first further attempt; it grows from one to the next.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.8);

    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Of one attempt.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
