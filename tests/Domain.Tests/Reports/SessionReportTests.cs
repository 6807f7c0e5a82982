using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests.Reports;

public sealed class SessionReportTests
{
    static readonly DateTimeOffset Start = ReportScenario.Start;
    static readonly Actor Proctor = Actor.User(ReportScenario.Proctor);

    [Fact]
    public void ItSaysWhoWhatAndWhen()
    {
        var report = ReportScenario.Given().Started().Submitted(minute: 50).Report();

        Assert.Equal("Example Academy", report.Organization.Name);
        Assert.Equal(new(ReportScenario.Candidate, "Cleo Candidate", "cleo@example.org"), report.Candidate);
        Assert.Equal("Algebra", report.Exam!.Name);
        Assert.Equal("submitted", report.Session.Status);
        Assert.Equal(Start, report.Session.StartedAt);
        Assert.Equal(Start.AddMinutes(50), report.Session.EndedAt);
        Assert.Equal((3600, 3000), (report.Session.AllowedSeconds, report.Session.DurationSeconds));
        Assert.Equal(1, report.SchemaVersion);
    }

    [Fact]
    public void ACandidateWhoseAccountIsGoneIsShownById()
    {
        var report = ReportScenario.Given().Report(isCandidateKnown: false);

        Assert.Equal(new(ReportScenario.Candidate, "candidate", null), report.Candidate);
    }

    [Fact]
    public void DeductionsAreTotalledByRuleAndAddUpToTheComputedScore()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.LookingAway, 1).Saw(EventType.MultipleFaces, 2).Saw(EventType.LookingAway, 3)
            .Saw(EventType.TabSwitch, 4)
            .Report();

        Assert.Equal(
            [(EventType.MultipleFaces, 1, 20), (EventType.LookingAway, 2, 10)],
            report.Integrity.Deductions.Select(rule => (rule.Type, rule.Events, rule.Points)));
        Assert.Equal(70, report.Integrity.Computed);
        Assert.Equal(100 - report.Integrity.Deductions.Sum(rule => rule.Points), report.Integrity.Score);
    }

    [Fact]
    public void EventsOfACostlyTypeThatWereFreeAreTotalledWithTheirOwnReason()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.LookingAway, 1)
            .When(at => new SessionCommand.Pause(Proctor, at, "fire alarm"), 2)
            .Saw(EventType.LookingAway, 3)
            .Report();

        Assert.Equal([(1, 5), (1, 0)], report.Integrity.Deductions.Select(rule => (rule.Events, rule.Points)));
        Assert.Contains("paused", report.Integrity.Deductions[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverrideStandsBesideTheComputedScore()
    {
        var report = ReportScenario.Given().Started().Saw(EventType.NoFace, 1).Submitted(2)
            .Overridden(95, "bad camera").Report();

        Assert.Equal((95, 90), (report.Integrity.Score, report.Integrity.Computed));
        Assert.Equal(new(95, "Petra Proctor", "bad camera", Start.AddHours(3)), report.Integrity.Override);
    }

    [Theory]
    [InlineData(100, IntegrityLevel.Good)]
    [InlineData(75, IntegrityLevel.Good)]
    [InlineData(74, IntegrityLevel.Fair)]
    [InlineData(50, IntegrityLevel.Fair)]
    [InlineData(49, IntegrityLevel.Poor)]
    [InlineData(25, IntegrityLevel.Poor)]
    [InlineData(24, IntegrityLevel.Critical)]
    [InlineData(0, IntegrityLevel.Critical)]
    public void IntegrityHasALevel(int score, IntegrityLevel expected) => Assert.Equal(expected, ReportIntegrity.LevelOf(score));

    [Fact]
    public void EventsAreInTheOrderInWhichTheyOccurred()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.LookingAway, 3).Saw(EventType.NoFace, 1).Saw(EventType.Copy, 2).Report();

        Assert.Equal(
            [EventType.NoFace, EventType.Copy, EventType.LookingAway], report.Events.Select(scored => scored.Event.Type));
        Assert.Equal(3, report.Statistics.Total);
    }

    [Fact]
    public void AnAlertTellsHowItWasResolved()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.MultipleFaces, 1).Saw(EventType.NoFace, 2).FirstAlertResolved("a parent walked by").Report();

        Assert.Equal(new(Start.AddHours(2), "Petra Proctor", "a parent walked by"), report.Alerts[0].Resolution);
        Assert.Null(report.Alerts[1].Resolution);
    }

    [Fact]
    public void HistoryNamesPeopleAndReasons()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.Pause(Proctor, at, "fire alarm"), 10)
            .When(at => new SessionCommand.GrantTime(Proctor, at, TimeSpan.FromMinutes(5), "fire alarm"), 11)
            .When(at => new SessionCommand.Resume(Proctor, at), 12)
            .Submitted(30)
            .When(at => new SessionCommand.FinalizeSession(Actor.System, at), 31)
            .Report();

        Assert.Equal(
            [
                ("sessionScheduled", "Petra Proctor", null),
                ("candidateCheckedIn", "Cleo Candidate (candidate)", null),
                ("sessionStarted", "Cleo Candidate (candidate)", null),
                ("sessionPaused", "Petra Proctor", "fire alarm"),
                ("timeGranted", "Petra Proctor", "fire alarm"),
                ("sessionResumed", "Petra Proctor", null),
                ("sessionSubmitted", "Cleo Candidate (candidate)", null),
                ("sessionFinalized", "System", null),
            ],
            report.History.Select(entry => (entry.What, entry.By, entry.Why)));
        Assert.Contains(report.History, entry => entry.Text == "5 more minutes granted");
        Assert.Equal(300, report.Session.GrantedSeconds);
        Assert.Equal(120, report.Session.PausedSeconds);
    }

    [Fact]
    public void OnlyAFinalizedSessionGivesAFinalReport()
    {
        var scenario = ReportScenario.Given().Started();
        Assert.False(scenario.Report().IsFinal);
        Assert.False(scenario.Submitted(5).Report().IsFinal);
        Assert.True(scenario.When(at => new SessionCommand.FinalizeSession(Actor.System, at), 6).Report().IsFinal);
    }

    [Fact]
    public void AReviewIsPartOfTheReport()
    {
        var report = ReportScenario.Given().Started().Submitted(5)
            .When(at => new SessionCommand.FinalizeSession(Actor.System, at), 6)
            .When(at => new SessionCommand.Review(Proctor, at, ReviewDecision.Confirmed, "phone seen"), 60)
            .Report();

        Assert.Equal(
            new(ReviewDecision.Confirmed, "phone seen", "Petra Proctor", Start.AddHours(1)), report.Session.Review);
    }

    [Fact]
    public void AccommodationsCountTowardsTheTimeAllowed()
    {
        var report = ReportScenario.Given(new Accommodations(25, 10, [EventType.EyeClosed])).Report();

        Assert.Equal(3600 + 900 + 600, report.Session.AllowedSeconds);
        Assert.Equal([EventType.EyeClosed], report.Session.Accommodations.ExemptEventTypes);
        Assert.Null(report.Session.StartedAt);
    }
}
