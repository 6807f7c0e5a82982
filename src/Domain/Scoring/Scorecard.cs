namespace Proctoring.Domain.Scoring;

/// <summary>All that scoring remembers of a session. Its size and the cost of an event do not depend on how many events came before.</summary>
public sealed class Scorecard
{
    public static Scorecard Empty { get; } = new();

    /// <summary>Integrity by the rules alone, 0..100.</summary>
    public int Integrity => throw new NotImplementedException();

    /// <summary>Events counted.</summary>
    public int Total => throw new NotImplementedException();

    /// <summary>Events by type name; types without an event are left out.</summary>
    public IReadOnlyDictionary<string, int> Counts => throw new NotImplementedException();

    public Statistics Statistics => throw new NotImplementedException();
}
