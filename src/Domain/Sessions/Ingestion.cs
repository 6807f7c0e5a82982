using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Sessions;

/// <summary>Scores one message of the stream into a session.</summary>
internal static class Ingestion
{
    /// <summary>Alerts a message may raise before the rest of it waits: with pages and state they must fit one transaction of 100 rows.</summary>
    internal const int MaxAlerts = 64;

    private const int MaxPositions = 64;
    private const string Ended = "session ended";
    private const string NotStarted = "session not started";
    private const string TooManyGaps = "too many gaps in the running numbers";

    internal static ScoringResult Ingest(SessionRecord record, StreamPosition position, DateTimeOffset receivedAt, IReadOnlyList<ProctoringEvent> events)
    {
        if (IsPast(record.Positions, position))
            return new(record, [], [], [], events.Count, Changed: false, Complete: true);

        var rules = ScoringRules.Of(record.Plan);
        var seen = record.Seen.ToDraft();
        var card = new ScorecardDraft(record.Scorecard, rules);
        var alerts = new AlertDraft(record.Alerts, record.Id, rules);
        var refusal = RefusalOf(record.Session, receivedAt, out var startedTicks);
        var paused = refusal is null && record.IsPausedAt(receivedAt);
        var scored = new List<ScoredEvent>(refusal is null ? events.Count : 0);
        List<DeadEvent>? dead = null;
        var duplicates = 0;
        var taken = 0;

        for (; taken < events.Count && alerts.Count < MaxAlerts; taken++)
        {
            var e = events[taken];
            if (seen.Contains(e))
            {
                duplicates++;
                continue;
            }

            if ((refusal ?? (seen.Add(e) ? null : TooManyGaps)) is { } reason)
            {
                (dead ??= []).Add(new(e, reason));
                continue;
            }

            var late = receivedAt.UtcTicks - e.OccurredAt.UtcTicks > EventLimits.LateAfter.Ticks;
            var deduction = Score(e, rules.Types[e.Type.Index], paused, startedTicks, card, alerts, out var why);
            scored.Add(new(e, receivedAt, late, deduction, why));
        }

        var complete = taken == events.Count;
        if (scored.Count == 0)
            return new(record, [], dead ?? [], [], duplicates, Changed: false, complete);

        var next = record with
        {
            Scorecard = card.ToScorecard(),
            Seen = seen.ToSeen(),
            Alerts = alerts.ToMemory(),
            Outbox = alerts.Count == 0 ? record.Outbox : [.. record.Outbox, .. alerts.Raised.Select(alert => alert.Id)],
            Positions = complete ? Moved(record.Positions, position) : record.Positions,
            LastSeen = record.LastSeen > receivedAt ? record.LastSeen : receivedAt,
        };
        return new(next, scored, dead ?? [], alerts.Raised, duplicates, Changed: true, complete);
    }

    private static int Score(
        ProctoringEvent e, TypeRules rule, bool paused, long startedTicks, ScorecardDraft card, AlertDraft alerts, out string reason)
    {
        card.Keep(e, startedTicks);
        if (paused)
        {
            reason = rule.Paused;
            return 0;
        }

        if (!rule.IsCounted)
        {
            reason = rule.Charged;
            return 0;
        }

        var (integrity, risk) = (card.Integrity, card.RiskScore);
        var deduction = card.Charge(e, rule, out reason);
        card.Weigh(e);
        if (rule.Alerts)
            alerts.OnEvent(e, card.RiskScore);
        if (card.Integrity != integrity)
            alerts.OnIntegrity(e, integrity, card.Integrity, card.RiskScore);
        if (card.RiskScore != risk)
            alerts.OnRisk(e, risk, card.RiskScore);
        return deduction;
    }

    /// <summary>Why a session takes no events that were received then; null when it does.</summary>
    private static string? RefusalOf(Session session, DateTimeOffset receivedAt, out long startedTicks)
    {
        var started = session switch
        {
            Session.Running s => s.StartedAt,
            Session.Paused s => s.StartedAt,
            Session.Ended { Finalized: false } s when receivedAt <= s.EndedAt => s.StartedAt,
            _ => null,
        };
        startedTicks = started?.UtcTicks ?? 0;
        return started is not null ? null : session is Session.Scheduled or Session.Ready ? NotStarted : Ended;
    }

    // A hub that was made anew counts from 0 again, but later.
    private static bool IsPast(IReadOnlyList<StreamPosition> known, StreamPosition position)
    {
        foreach (var last in known)
        {
            if (last.Partition == position.Partition)
                return position.SequenceNumber <= last.SequenceNumber && position.EnqueuedAt <= last.EnqueuedAt;
        }

        return false;
    }

    private static StreamPosition[] Moved(IReadOnlyList<StreamPosition> known, StreamPosition position)
    {
        if (known is [var only] && only.Partition == position.Partition)
            return [position];
        return [.. known.Where(last => last.Partition != position.Partition).TakeLast(MaxPositions - 1), position];
    }
}
