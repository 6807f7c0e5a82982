using System.Buffers;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Sessions;

/// <summary>All that a session's state row holds. Immutable: every change gives the next record.</summary>
public sealed record SessionRecord
{
    // Only messages that are still on their way can fall into a pause that is over.
    private const int MaxPauses = 64;

    public required Session Session { get; init; }
    public Scorecard Scorecard { get; init; } = Scorecard.Empty;
    public SeenEvents Seen { get; init; } = SeenEvents.None;
    public AlertMemory Alerts { get; init; } = AlertMemory.Empty;
    public IntegrityOverride? Override { get; init; }

    /// <summary>The last message scored of each partition of the stream.</summary>
    public IReadOnlyList<StreamPosition> Positions { get; init; } = [];

    /// <summary>Alerts that are committed and not yet known to be pushed.</summary>
    public IReadOnlyList<AlertId> Outbox { get; init; } = [];

    /// <summary>The latest pauses, oldest first: an event counts by when it was received, not by when its turn came.</summary>
    public IReadOnlyList<PausedTime> Pauses { get; init; } = [];

    /// <summary>Events that were counted and not scored, because the session had sent more than are kept.</summary>
    public int Unrecorded { get; init; }

    /// <summary>Whether the session has sent more events than are kept.</summary>
    public bool IsLimited => Unrecorded > 0;

    /// <summary>How often its score became final: again after late events were scored.</summary>
    public int Finals { get; init; }

    /// <summary>Number of the next page of events; whoever writes pages moves it.</summary>
    public int NextPage { get; init; }

    /// <summary>Number of the next history row; <see cref="Apply"/> moves it by one a fact.</summary>
    public int NextHistory { get; init; }

    /// <summary>When the candidate's agent was last heard of, by the server's clock.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>
    /// Rises with everything that somebody decided: lifecycle facts, overrides, resolved alerts. What only follows from what the
    /// candidate's agent sends (scores, alerts, presence) leaves it, so that a reader who holds it knows that nobody else has
    /// decided anything since.
    /// </summary>
    public int LifecycleVersion { get; init; }

    /// <summary>Rises by one with each save, and orders what clients are told; whoever saves moves it.</summary>
    public long Version { get; init; }

    public SessionPlan Plan => Session.Plan;
    public SessionId Id => Session.Plan.Id;

    /// <summary>The override's score if there is one, with the computed score beside it.</summary>
    public Integrity Integrity => new(Override?.Score ?? Scorecard.Integrity, Scorecard.Integrity, Override);

    /// <summary>The risk with its reasons.</summary>
    public Risk Risk => ScoringRules.Of(Plan).Risk.Explain(Scorecard.RiskSums);

    /// <summary>A new session, with the fact that says so already applied.</summary>
    public static (SessionRecord Record, SessionFact Fact) Schedule(SessionPlan plan, Actor by, DateTimeOffset at)
    {
        var fact = new SessionFact.SessionScheduled(by, at);
        return (new SessionRecord { Session = new Session.Scheduled(plan) }.Apply([fact]), fact);
    }

    public Decision Decide(SessionCommand command) => SessionDecider.Decide(command, Session);

    /// <summary>The record after what was decided; the same instance after nothing.</summary>
    public SessionRecord Apply(IReadOnlyList<SessionFact> facts)
    {
        var record = this;
        foreach (var fact in facts)
        {
            record = record with
            {
                Session = SessionDecider.Evolve(record.Session, fact),
                NextHistory = record.NextHistory + 1,
                LifecycleVersion = record.LifecycleVersion + (fact is SessionFact.CandidateMissing or SessionFact.CandidateReturned or SessionFact.SessionLimited ? 0 : 1),
                Pauses = record.PausesAfter(fact),
                Override = record.OverrideAfter(fact),
                Finals = fact is SessionFact.SessionFinalized ? record.Finals + 1 : record.Finals,
                LastSeen = fact is SessionFact.SessionStarted or SessionFact.SessionResumed && !(record.LastSeen > fact.At)
                    ? fact.At
                    : record.LastSeen,
            };
        }

        return record;
    }

    /// <summary>Scores one message of the stream; a message or an event that was scored before changes nothing.</summary>
    /// <param name="eventLimit">Events that are kept; of those beyond only grave ones are scored.</param>
    public ScoringResult Ingest(
        StreamPosition position, DateTimeOffset receivedAt, IReadOnlyList<ProctoringEvent> events, int eventLimit = int.MaxValue) =>
        Ingestion.Ingest(this, position, receivedAt, events, eventLimit);

    /// <summary>Puts a score (0..100) above the computed one; the same instance and no fact when it stands there already.</summary>
    public (SessionRecord Record, SessionFact? Fact) SetOverride(int score, UserId by, string reason, DateTimeOffset at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(score);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(score, 100);
        return Override is { } same && (same.Score, same.By, same.Reason) == (score, by, reason)
            ? (this, null)
            : With(new SessionFact.IntegrityOverridden(Actor.User(by), at, score, reason));
    }

    /// <summary>Shows the computed score again; the same instance and no fact when it is shown.</summary>
    public (SessionRecord Record, SessionFact? Fact) RemoveOverride(UserId by, DateTimeOffset at) => Override is null
        ? (this, null)
        : With(new SessionFact.IntegrityOverrideRemoved(Actor.User(by), at, Scorecard.Integrity));

    /// <summary>Resolves an alert of this session; one that is resolved already stays as it is and changes nothing.</summary>
    public (SessionRecord Record, Alert Alert) ResolveAlert(Alert alert, UserId by, string? note, DateTimeOffset at)
    {
        if (alert.SessionId != Id)
            throw new ArgumentException("The alert is another session's.", nameof(alert));
        if (alert.Status == AlertStatus.Resolved)
            return (this, alert);
        return (this with { Alerts = Alerts.Resolved(alert), LifecycleVersion = LifecycleVersion + 1 },
            alert with { Status = AlertStatus.Resolved, ResolvedBy = by, ResolvedAt = at, Note = note });
    }

    /// <summary>Takes alerts that were pushed out of the outbox; the same instance when none of them was there.</summary>
    public SessionRecord Pushed(IReadOnlyCollection<AlertId> alerts)
    {
        AlertId[] left = [.. Outbox.Where(id => !alerts.Contains(id))];
        return left.Length == Outbox.Count ? this : this with { Outbox = left };
    }

    /// <summary>
    /// The record as UTF-8 JSON, without its plan, which never changes, and without the remembered event ids
    /// (<see cref="SeenEvents.IdsToBytes()"/>).
    /// </summary>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        WriteJson(output);
        return output.WrittenSpan.ToArray();
    }

    public void WriteJson(IBufferWriter<byte> output) => SessionRecordJson.Write(this, output);

    /// <summary>The record that <see cref="ToJson"/> and <see cref="SeenEvents.IdsToBytes()"/> wrote, with its <see cref="SeenEvents.IdCount"/>.</summary>
    public static SessionRecord FromJson(SessionPlan plan, ReadOnlyMemory<byte> json, ReadOnlySpan<byte> seenIds, long seenIdCount) =>
        SessionRecordJson.Read(plan, json, seenIds, seenIdCount);

    internal bool IsPausedAt(DateTimeOffset at)
    {
        foreach (var pause in Pauses)
        {
            if (pause.Contains(at))
                return true;
        }

        return false;
    }

    private (SessionRecord Record, SessionFact Fact) With(SessionFact fact) => (Apply([fact]), fact);

    private IntegrityOverride? OverrideAfter(SessionFact fact) => fact switch
    {
        SessionFact.IntegrityOverridden set => new(set.Score, set.By.Id!.Value, set.Why ?? "", set.At),
        SessionFact.IntegrityOverrideRemoved => null,
        _ => Override,
    };

    private IReadOnlyList<PausedTime> PausesAfter(SessionFact fact)
    {
        if (fact is SessionFact.SessionPaused)
            return [.. Pauses.TakeLast(MaxPauses - 1), new(fact.At, null)];
        return fact is SessionFact.SessionResumed && Pauses is [.., { To: null } open] ? [.. Pauses.SkipLast(1), open with { To = fact.At }] : Pauses;
    }
}
