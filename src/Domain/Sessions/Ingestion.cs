using System.Globalization;
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
    private const string BeforeStart = "; dated before the start, counts when it was received";

    internal static ScoringResult Ingest(
        SessionRecord record, StreamPosition position, DateTimeOffset receivedAt, IReadOnlyList<ProctoringEvent> events, int eventLimit)
    {
        if (IsPast(record.Positions, position))
            return Nothing(record, [], events.Count, complete: true);

        var rules = ScoringRules.Of(record.Plan);
        var seen = record.Seen.ToDraft();
        var card = new ScorecardDraft(record.Scorecard, rules);
        var alerts = new AlertDraft(record.Alerts, record.Id, rules, receivedAt);
        var refusal = RefusalOf(record.Session, receivedAt, out var startedTicks);
        var paused = refusal is null && record.IsPausedAt(receivedAt);
        var scored = new List<ScoredEvent>(refusal is null ? events.Count : 0);
        List<DeadEvent>? dead = null;
        var (duplicates, unrecorded, taken) = (0, 0, 0);

        for (; taken < events.Count && alerts.Count < MaxAlerts; taken++)
        {
            var e = events[taken];
            if (seen.Contains(e))
            {
                duplicates++;
                continue;
            }

            if (refusal is not null)
            {
                (dead ??= []).Add(new(e, refusal));
                continue;
            }

            seen.Add(e);
            // A clock that is wrong, or was made to be: only the server's says when it counts.
            var isBeforeStart = e.OccurredAt.UtcTicks < startedTicks;
            var at = isBeforeStart ? receivedAt : e.OccurredAt;
            if (card.Total >= eventLimit && !e.Type.IsGrave)
            {
                card.Keep(e, at, startedTicks);
                if (++unrecorded == 1 && !record.IsLimited)
                    alerts.OnLimit(e, at, eventLimit, card.RiskScore);
                continue;
            }

            var late = receivedAt.UtcTicks - e.OccurredAt.UtcTicks > EventLimits.LateAfter.Ticks;
            var deduction = Score(e, at, rules.Types[e.Type.Index], paused, startedTicks, card, alerts, out var why);
            scored.Add(new(e, receivedAt, late, deduction, isBeforeStart ? why + BeforeStart : why, isBeforeStart));
        }

        var complete = taken == events.Count;
        if (scored.Count + unrecorded == 0)
            return Nothing(record, dead ?? [], duplicates, complete);

        var next = record with
        {
            Scorecard = card.ToScorecard(),
            Seen = seen.ToSeen(),
            Alerts = alerts.ToMemory(),
            Outbox = alerts.ToPush.Count == 0 ? record.Outbox : [.. record.Outbox.Union(alerts.ToPush)],
            Positions = complete ? Moved(record.Positions, position) : record.Positions,
            LastSeen = record.LastSeen > receivedAt ? record.LastSeen : receivedAt,
            Unrecorded = record.Unrecorded + unrecorded,
        };
        var facts = FactsOf(record, next, position.EnqueuedAt, eventLimit);
        return new(next.Apply(facts), scored, dead ?? [], alerts.Raised, alerts.Grown, facts, duplicates, unrecorded, Changed: true, complete);
    }

    private static ScoringResult Nothing(SessionRecord record, IReadOnlyList<DeadEvent> dead, int duplicates, bool complete) =>
        new(record, [], dead, [], [], [], duplicates, Unrecorded: 0, Changed: false, complete);

    private static SessionFact[] FactsOf(SessionRecord before, SessionRecord after, DateTimeOffset at, int eventLimit)
    {
        var late = before.Session is Session.Ended { Finalized: true } or Session.Reviewed { End.Finalized: true }
            ? new SessionFact.LateEventsScored(Actor.System, at, "Events that were accepted before the end came after the score was final.")
            : null;
        var limited = after.IsLimited && !before.IsLimited
            ? new SessionFact.SessionLimited(Actor.System, at, string.Create(CultureInfo.InvariantCulture, $"More than {eventLimit:N0} events came."))
            : null;
        return late is null && limited is null ? [] : [.. new SessionFact?[] { late, limited }.OfType<SessionFact>()];
    }

    private static int Score(
        ProctoringEvent e, DateTimeOffset at, TypeRules rule, bool paused, long startedTicks, ScorecardDraft card, AlertDraft alerts, out string reason)
    {
        card.Keep(e, at, startedTicks);
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
        var deduction = card.Charge(e, at, rule, out reason);
        card.Weigh(e);
        if (rule.Alerts)
            alerts.OnEvent(e, at, card.RiskScore);
        if (card.Integrity != integrity)
            alerts.OnIntegrity(e, at, integrity, card.Integrity, card.RiskScore);
        if (card.RiskScore != risk)
            alerts.OnRisk(e, at, risk, card.RiskScore);
        return deduction;
    }

    /// <summary>
    /// Why a session takes no events that were received then; null when it does. What was received before the end counts
    /// whenever it comes: it was promised to.
    /// </summary>
    private static string? RefusalOf(Session session, DateTimeOffset receivedAt, out long startedTicks)
    {
        var started = session switch
        {
            Session.Running s => s.StartedAt,
            Session.Paused s => s.StartedAt,
            Session.Ended s when receivedAt <= s.EndedAt => s.StartedAt,
            Session.Reviewed { End: var s } when receivedAt <= s.EndedAt => s.StartedAt,
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
