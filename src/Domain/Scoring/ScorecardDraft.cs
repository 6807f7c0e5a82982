using Proctoring.Domain.Events;

namespace Proctoring.Domain.Scoring;

/// <summary>A scorecard while a batch is counted into it.</summary>
internal sealed class ScorecardDraft
{
    // Far above what matters for a score of 100, and no sum of all types runs over.
    private const int MaxPoints = 1_000_000;

    private readonly ScoringRules _rules;
    private readonly int[] _counts;
    private readonly int[] _points;
    private readonly long[] _chargedAt;
    private int[] _minutes;
    private int _pointsTotal;
    private int _total;
    private RiskSums _risk;

    internal ScorecardDraft(Scorecard card, ScoringRules rules)
    {
        _rules = rules;
        _counts = card.CountsByIndex.ToArray();
        _points = card.PointsByIndex.ToArray();
        _chargedAt = card.ChargedAtByIndex.ToArray();
        _minutes = card.Minutes.ToArray();
        _risk = card.RiskSums;
        _total = card.Total;
        foreach (var points in _points)
            _pointsTotal += points;
        RiskScore = rules.Risk.Score(_risk);
    }

    internal double RiskScore { get; private set; }

    /// <summary>Events counted so far.</summary>
    internal int Total => _total;

    internal int Integrity => Math.Max(0, 100 - _pointsTotal);

    /// <summary>Counts an event that costs nothing and means nothing: kept for the record.</summary>
    internal void Keep(ProctoringEvent e, DateTimeOffset at, long startedTicks)
    {
        _counts[e.Type.Index]++;
        _total++;
        var minute = (int)Math.Clamp((at.UtcTicks - startedTicks) / TimeSpan.TicksPerMinute, 0, Scorecard.MaxMinutes - 1);
        if (minute >= _minutes.Length)
            Array.Resize(ref _minutes, minute + 1);
        _minutes[minute]++;
    }

    /// <summary>What an event costs, and why.</summary>
    internal int Charge(ProctoringEvent e, DateTimeOffset occurredAt, TypeRules rule, out string reason)
    {
        var type = e.Type.Index;
        reason = rule.Charged;
        if (rule.Deduction == 0)
            return 0;
        var at = occurredAt.UtcTicks;
        if (rule.CooldownTicks > 0 && _chargedAt[type] != 0 && Math.Abs(at - _chargedAt[type]) < rule.CooldownTicks)
        {
            reason = rule.Cooling;
            return 0;
        }

        var left = rule.Cap - _points[type];
        if (left <= 0)
        {
            reason = rule.Capped;
            return 0;
        }

        var points = rule.Deduction;
        if (left < points)
        {
            points = left;
            reason = rule.CappedAt(points);
        }

        _chargedAt[type] = at;
        var taken = Math.Min(points, MaxPoints - _points[type]);
        _points[type] += taken;
        _pointsTotal += taken;
        return points;
    }

    /// <summary>Lets an event that counts move the risk.</summary>
    internal void Weigh(ProctoringEvent e)
    {
        if (e.Type == EventType.TabSwitch)
            _risk.TabSwitches++;
        else if (e.Type == EventType.FocusLost)
            _risk.BlurMs += e.DurationMs ?? 0;
        else if (e.Sample is not { } sample)
            return;
        else if (e.Type == EventType.TypingSample)
            _risk.Typing.Add(sample);
        else if (e.Type == EventType.MouseSample)
            _risk.Mouse.Add(sample);
        else
            _risk.Answers.Add(sample);
        RiskScore = _rules.Risk.Score(_risk);
    }

    internal Scorecard ToScorecard() => new(_counts, _points, _chargedAt, _minutes, _risk);
}
