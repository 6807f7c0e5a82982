using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests;

/// <summary>Sessions and events to start a test from.</summary>
internal static class Given
{
    internal static readonly DateTimeOffset T0 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    internal static readonly Actor Proctor = Actor.User(UserId.Parse("proctor"));
    internal static readonly Actor Candidate = Actor.Candidate(UserId.Parse("candidate"));

    internal static DateTimeOffset At(double minutes) => T0 + TimeSpan.FromMinutes(minutes);

    internal static SessionPlan Plan(
        Policy? policy = null, Baseline? baseline = null, Accommodations? accommodations = null, double minutes = 60) =>
        new(SessionId.Parse("session-1"), OrganizationId.Parse("organization"), UserId.Parse("candidate"), ExamId.Parse("exam"),
            TimeSpan.FromMinutes(minutes), accommodations ?? Accommodations.None, policy ?? Policy.Default, baseline, T0);

    /// <summary>A session that started at <see cref="T0"/>.</summary>
    internal static SessionRecord Running(SessionPlan? plan = null) =>
        SessionRecord.Schedule(plan ?? Plan(), Proctor, T0 - TimeSpan.FromDays(1)).Record
            .After(new SessionCommand.Start(Candidate, T0));

    internal static ProctoringEvent Event(
        EventType type, double second = 0, string? id = null, int? seq = null, long? durationMs = null, double? sample = null,
        string? label = null, double? confidence = null) => new()
        {
            Id = EventId.Parse(id ?? $"{type.Name}-{second.ToString(System.Globalization.CultureInfo.InvariantCulture)}-{seq}"),
            Type = type,
            OccurredAt = T0 + TimeSpan.FromSeconds(second),
            Seq = seq,
            DurationMs = durationMs ?? (type == EventType.FocusLost ? 0 : null),
            Sample = sample,
            Label = label,
            Confidence = confidence,
        };

    /// <summary>So many events of a type, a second apart from one another.</summary>
    internal static ProctoringEvent[] Many(EventType type, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Event(type, second: i))];

    /// <summary>Decides and applies; the command must be accepted.</summary>
    internal static SessionRecord After(this SessionRecord record, SessionCommand command) =>
        record.Apply(Assert.IsType<Decision.Accepted>(record.Decide(command)).Facts);

    /// <summary>A message that arrives a second after its last event.</summary>
    internal static ScoringResult Receive(this SessionRecord record, params ProctoringEvent[] events) =>
        record.Receive(events.Max(e => e.OccurredAt) + TimeSpan.FromSeconds(1), events);

    /// <summary>The next message of the stream.</summary>
    internal static ScoringResult Receive(this SessionRecord record, DateTimeOffset receivedAt, params ProctoringEvent[] events)
    {
        var next = record.Positions is [var last] ? last.SequenceNumber + 1 : 0;
        return record.Ingest(new("0", next, T0 + TimeSpan.FromSeconds(next)), receivedAt, events);
    }
}
