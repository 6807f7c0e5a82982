using System.Text.Json;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Scoring;

/// <summary>All that scoring remembers of a session. Its size and the cost of an event do not depend on how many events came before.</summary>
public sealed class Scorecard
{
    /// <summary>Minutes of the timeline; what comes later is counted in the last.</summary>
    public const int MaxMinutes = 2_880;

    private readonly int[] _counts;
    private readonly int[] _points;
    private readonly long[] _chargedAt;
    private readonly int[] _minutes;
    private readonly RiskSums _risk;

    internal Scorecard(int[] counts, int[] points, long[] chargedAt, int[] minutes, in RiskSums risk)
    {
        _counts = counts;
        _points = points;
        _chargedAt = chargedAt;
        _minutes = minutes;
        _risk = risk;
        Total = Sum(counts);
        Integrity = Math.Clamp(100 - Sum(points), 0, 100);
    }

    public static Scorecard Empty { get; } =
        new(new int[EventType.All.Count], new int[EventType.All.Count], new long[EventType.All.Count], [], default);

    /// <summary>Integrity by the rules alone: 100 less all points taken, 0..100.</summary>
    public int Integrity { get; }

    /// <summary>Events counted.</summary>
    public int Total { get; }

    /// <summary>Events by type name; types without an event are left out.</summary>
    public IReadOnlyDictionary<string, int> Counts => ByType(_counts);

    /// <summary>Points taken by type name; types that cost nothing are left out. Their sum may pass 100.</summary>
    public IReadOnlyDictionary<string, int> Points => ByType(_points);

    public Statistics Statistics
    {
        get
        {
            var bySeverity = EventType.All
                .GroupBy(type => type.Severity, type => _counts[type.Index])
                .Select(group => (group.Key, Count: group.Sum()))
                .Where(severity => severity.Count > 0)
                .OrderBy(severity => severity.Key)
                .ToDictionary(severity => JsonNamingPolicy.CamelCase.ConvertName(severity.Key.ToString()), severity => severity.Count);
            var timeline = new List<MinuteCount>();
            for (var minute = 0; minute < _minutes.Length; minute++)
            {
                if (_minutes[minute] > 0)
                    timeline.Add(new(minute, _minutes[minute]));
            }

            return new(Total, Counts, bySeverity, timeline);
        }
    }

    internal ref readonly RiskSums RiskSums => ref _risk;

    internal ReadOnlySpan<int> CountsByIndex => _counts;
    internal ReadOnlySpan<int> PointsByIndex => _points;
    internal ReadOnlySpan<long> ChargedAtByIndex => _chargedAt;
    internal ReadOnlySpan<int> Minutes => _minutes;

    private static Dictionary<string, int> ByType(int[] numbers)
    {
        var named = new Dictionary<string, int>();
        foreach (var type in EventType.All)
        {
            if (numbers[type.Index] > 0)
                named.Add(type.Name, numbers[type.Index]);
        }

        return named;
    }

    private static int Sum(int[] numbers)
    {
        var sum = 0L;
        foreach (var number in numbers)
            sum += number;
        return (int)Math.Min(sum, int.MaxValue);
    }
}
