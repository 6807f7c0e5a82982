using Proctoring.Domain.Accounts;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests.Reports;

/// <summary>Given a session and what happened in it, when a report is made of it.</summary>
sealed class ReportScenario
{
    public static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
    public static readonly UserId Candidate = UserId.Parse("candidate");
    public static readonly UserId Proctor = UserId.Parse("proctor");

    static readonly OrganizationId Organization = OrganizationId.Parse("academy");
    static readonly ExamId Algebra = ExamId.Parse("algebra");

    readonly List<SessionFact> _history = [];
    readonly EventTotals _events = new();
    readonly List<Alert> _alerts = [];
    SessionRecord _record;
    int _messages;

    ReportScenario(SessionPlan plan)
    {
        (_record, var fact) = SessionRecord.Schedule(plan, Actor.User(Proctor), Start.AddDays(-1));
        _history.Add(fact);
    }

    public static ReportScenario Given(Accommodations? accommodations = null) => new(new SessionPlan(
        SessionId.Parse("session"), Organization, Candidate, Algebra, TimeSpan.FromHours(1),
        accommodations ?? Accommodations.None, Policy.Default, Baseline: null, ScheduledAt: Start));

    public ReportScenario When(Func<DateTimeOffset, SessionCommand> command, double minute = 0)
    {
        var decision = Assert.IsType<Decision.Accepted>(_record.Decide(command(Start.AddMinutes(minute))));
        _record = _record.Apply(decision.Facts);
        _history.AddRange(decision.Facts);
        return this;
    }

    public ReportScenario Started() => When(at => new SessionCommand.Start(Actor.Candidate(Candidate), at));

    public ReportScenario Submitted(double minute) => When(at => new SessionCommand.Submit(Actor.Candidate(Candidate), at), minute);

    public ReportScenario Saw(EventType type, double minute, int? seq = null)
    {
        var e = new ProctoringEvent
        {
            Id = EventId.Parse($"e{++_messages}"),
            Type = type,
            OccurredAt = Start.AddMinutes(minute),
            Seq = seq,
        };
        var result = _record.Ingest(new("0", _messages, e.OccurredAt), e.OccurredAt, [e]);
        _record = result.Next;
        foreach (var scored in result.Scored) _events.Add(scored);
        _alerts.AddRange(result.NewAlerts);
        return this;
    }

    public ReportScenario Overridden(int score, string reason)
    {
        (_record, var fact) = _record.SetOverride(score, Proctor, reason, Start.AddHours(3));
        _history.Add(fact!);
        return this;
    }

    /// <summary>Facts as a history of another time may hold them.</summary>
    public ReportScenario With(params SessionFact[] facts)
    {
        _history.AddRange(facts);
        return this;
    }

    public ReportScenario FirstAlertResolved(string note, double hour = 2)
    {
        (_record, _alerts[0]) = _record.ResolveAlert(_alerts[0], Proctor, note, Start.AddHours(hour));
        return this;
    }

    public SessionReport Report(bool isCandidateKnown = true) => SessionReport.From(new ReportSource
    {
        Id = ReportId.Parse("report"),
        CreatedAt = Start.AddHours(4),
        Session = _record,
        Organization = new(Organization, "Example Academy", "example-academy", Start),
        Candidate = isCandidateKnown ? new User(Candidate, Organization, "Cleo Candidate", "cleo@example.org", Role.Candidate) : null,
        Exam = new Exam(
            Algebra, Organization, "Algebra", TimeSpan.FromHours(1), null, null, null, null, Sensitivity.Medium, false, false,
            Proctor, Start, 1),
        History = _history,
        Alerts = _alerts,
        Events = _events,
        Evidence = new(1, "abc"),
        Names = new Dictionary<UserId, string> { [Proctor] = "Petra Proctor" },
    });
}
