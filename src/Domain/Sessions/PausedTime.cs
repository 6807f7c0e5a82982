namespace Proctoring.Domain.Sessions;

/// <summary>A time in which the clock stood; open while <paramref name="To"/> is null, for ever when the session ended in it.</summary>
public readonly record struct PausedTime(DateTimeOffset From, DateTimeOffset? To)
{
    public bool Contains(DateTimeOffset at) => at >= From && (To is null || at < To);
}
