namespace Proctoring.Local.Durable.Engine;

/// <summary>Settings of a task hub; the limits are those of host.json's <c>extensions.durableTask</c>.</summary>
sealed record TaskHubOptions(string Folder)
{
    // The extension's default for both limits.
    static readonly int Default = 10 * Environment.ProcessorCount;

    public int MaxConcurrentActivities { get; init; } = Default;

    public int MaxConcurrentOrchestrators { get; init; } = Default;

    /// <summary>Bytes from which on the journal is rewritten when it has grown to four times its content.</summary>
    public long CompactAt { get; init; } = 8 << 20;

    /// <summary>Takes the journal.</summary>
    public Disk Disk { get; init; } = new();
}
