using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Reports;

/// <summary>
/// What a report says of all events together. They are added one by one and not kept: its size follows from the rules of the policy, not from how many
/// they are.
/// </summary>
public sealed class EventTotals
{
    private readonly Dictionary<(EventType Type, string Reason), (int Events, int Points)> _rules = [];

    /// <summary>Events added.</summary>
    public int Count { get; private set; }

    /// <summary>When the last of them was received; null without any.</summary>
    public DateTimeOffset? LastReceivedAt { get; private set; }

    public void Add(in ScoredEvent scored)
    {
        var rule = (scored.Event.Type, scored.Reason);
        var (events, points) = _rules.GetValueOrDefault(rule);
        _rules[rule] = (events + 1, points + scored.Deduction);
        Count++;
        if (!(LastReceivedAt >= scored.ReceivedAt))
            LastReceivedAt = scored.ReceivedAt;
    }

    /// <summary>
    /// What the events cost, the most expensive type first and of it the most expensive rule. Only types that cost something, but of these every rule: also
    /// why some events were free.
    /// </summary>
    public IReadOnlyList<DeductionTotal> Deductions()
    {
        var costly = _rules.GroupBy(rule => rule.Key.Type).ToDictionary(type => type.Key, type => type.Sum(rule => rule.Value.Points));
        return
        [
            .. _rules
                .Where(rule => costly[rule.Key.Type] > 0)
                .Select(rule => new DeductionTotal(rule.Key.Type, rule.Key.Reason, rule.Value.Events, rule.Value.Points))
                .OrderByDescending(total => costly[total.Type])
                .ThenBy(total => total.Type.Name, StringComparer.Ordinal)
                .ThenByDescending(total => total.Points)
                .ThenBy(total => total.Reason, StringComparer.Ordinal),
        ];
    }
}
