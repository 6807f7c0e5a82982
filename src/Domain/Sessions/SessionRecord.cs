using System.Buffers;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Sessions;

/// <summary>All that a session's state row holds. Immutable: every change gives the next record.</summary>
public sealed record SessionRecord
{
    public required Session Session { get; init; }
    public Scorecard Scorecard { get; init; } = Scorecard.Empty;
    public SeenEvents Seen { get; init; } = SeenEvents.None;
    public AlertMemory Alerts { get; init; } = AlertMemory.Empty;
    public IntegrityOverride? Override { get; init; }

    /// <summary>The last message scored of each partition of the stream.</summary>
    public IReadOnlyList<StreamPosition> Positions { get; init; } = [];

    /// <summary>Alerts that are committed and not yet known to be pushed.</summary>
    public IReadOnlyList<AlertId> Outbox { get; init; } = [];

    /// <summary>Number of the next page of events; whoever writes pages moves it.</summary>
    public int NextPage { get; init; }

    /// <summary>Number of the next history row; <see cref="Apply"/> moves it by one a fact.</summary>
    public int NextHistory { get; init; }

    /// <summary>When the candidate's agent was last heard of, by the server's clock.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Rises by one with each save; whoever saves moves it.</summary>
    public long Version { get; init; }

    public SessionPlan Plan => Session.Plan;
    public SessionId Id => Session.Plan.Id;
    public Integrity Integrity => throw new NotImplementedException();
    public Risk Risk => throw new NotImplementedException();

    /// <summary>A new session, with the fact that says so already applied.</summary>
    public static (SessionRecord Record, SessionFact Fact) Schedule(SessionPlan plan, Actor by, DateTimeOffset at) => throw new NotImplementedException();

    public Decision Decide(SessionCommand command) => SessionDecider.Decide(command, Session);

    /// <summary>The record after what was decided.</summary>
    public SessionRecord Apply(IReadOnlyList<SessionFact> facts) => throw new NotImplementedException();

    /// <summary>Scores one message of the stream; a message or an event that was scored before changes nothing.</summary>
    public ScoringResult Ingest(StreamPosition position, DateTimeOffset receivedAt, IReadOnlyList<ProctoringEvent> events) =>
        throw new NotImplementedException();

    /// <summary>Puts a score (0..100) above the computed one.</summary>
    public SessionRecord SetOverride(int score, UserId by, string reason, DateTimeOffset at) => throw new NotImplementedException();

    public SessionRecord RemoveOverride() => throw new NotImplementedException();

    /// <summary>Resolves an alert of this session; one that is resolved already stays as it is and changes nothing.</summary>
    public (SessionRecord Record, Alert Alert) ResolveAlert(Alert alert, UserId by, string? note, DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>Takes alerts that were pushed out of the outbox.</summary>
    public SessionRecord Pushed(IReadOnlyCollection<AlertId> alerts) => throw new NotImplementedException();

    /// <summary>The record as UTF-8 JSON, without the remembered event ids (<see cref="SeenEvents.IdsToBytes"/>).</summary>
    public byte[] ToJson() => throw new NotImplementedException();

    public void WriteJson(IBufferWriter<byte> output) => throw new NotImplementedException();

    /// <summary>The record that <see cref="ToJson"/> and <see cref="SeenEvents.IdsToBytes"/> wrote.</summary>
    public static SessionRecord FromJson(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> seenIds) => throw new NotImplementedException();
}
