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
            .Overridden(40, "bad camera").Report();

        Assert.Equal((40, IntegrityLevel.Poor, 90), (report.Integrity.Score, report.Integrity.Level, report.Integrity.Computed));
        Assert.Equal(new(40, "Petra Proctor", "bad camera", Start.AddHours(3)), report.Integrity.Override);
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
    public void RulesThatCostTheSameStandInTheOrderOfTheirNames()
    {
        // 4 times 5 points and twice 10: the dearer type first, of the same points by name, of a type the dearer rule.
        var report = ReportScenario.Given().Started()
            .Saw(EventType.NoFace, 1).Saw(EventType.EyeClosed, 1).Saw(EventType.LookingAway, 1).Saw(EventType.AudioSuspicious, 1)
            .When(at => new SessionCommand.Pause(Proctor, at, "fire alarm"), 2)
            .Saw(EventType.NoFace, 3).Saw(EventType.AudioSuspicious, 3)
            .When(at => new SessionCommand.Resume(Proctor, at), 4)
            .Saw(EventType.AudioSuspicious, 5).Saw(EventType.NoFace, 6)
            .Report();

        Assert.Equal(
            [("AUDIO_SUSPICIOUS", 20), ("AUDIO_SUSPICIOUS", 0), ("NO_FACE", 20), ("NO_FACE", 0), ("EYE_CLOSED", 5), ("LOOKING_AWAY", 5)],
            report.Integrity.Deductions.Select(rule => (rule.Type.Name, rule.Points)));
    }

    [Fact]
    public void RulesOfATypeThatCostTheSameStandInTheOrderOfTheirReasons()
    {
        var totals = new EventTotals();
        foreach (var (reason, points) in new[] { ("paused", 0), ("cooling", 0), ("charged", 5) })
            totals.Add(new(Given.Event(EventType.NoFace), Start, Late: false, points, reason));

        Assert.Equal(["charged", "cooling", "paused"], totals.Deductions().Select(rule => rule.Reason));
    }

    [Fact]
    public void AlertsAreInTheOrderOfTheirTimesAndThenAsTheyWereRaised()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.NoFace, 9).Saw(EventType.MultipleFaces, 5).Saw(EventType.DevTools, 5).Saw(EventType.CameraOff, 1)
            .Report();

        var types = new[] { "CAMERA_OFF", "MULTIPLE_FACES", "DEVTOOLS", "NO_FACE" };
        Assert.Equal(types, report.Alerts.Select(alert => alert.Type).Where(types.Contains));
        Assert.Equal(report.Alerts.Select(alert => alert.At).Order(), report.Alerts.Select(alert => alert.At));
    }

    [Fact]
    public void WhatNeverArrivedIsCountedAndNamed()
    {
        var report = ReportScenario.Given().Started()
            .Saw(EventType.Copy, 1, seq: 3).Saw(EventType.Copy, 2, seq: 4).Saw(EventType.Copy, 3, seq: 8).Report();

        Assert.Equal(5, report.Missing.Count);
        Assert.Equal([new(1, 2), new(5, 7)], report.Missing.Ranges);
    }

    [Fact]
    public void OfManyGapsTheFirstHundredAreNamedAndAllAreCounted()
    {
        var scenario = ReportScenario.Given().Started();
        for (var i = 1; i <= 120; i++) scenario.Saw(EventType.Heartbeat, 1, seq: 2 * i);
        var report = scenario.Report();

        Assert.Equal(120, report.Missing.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => new MissingRange(2 * i + 1, 2 * i + 1)), report.Missing.Ranges);
    }

    [Fact]
    public void WithoutRunningNumbersNothingIsMissing()
    {
        var report = ReportScenario.Given().Started().Saw(EventType.Copy, 1).Report();

        Assert.Equal(0, report.Missing.Count);
        Assert.Empty(report.Missing.Ranges);
        Assert.False(report.Limited);
    }

    [Fact]
    public void EventsThatWereCountedOnlyMakeItLimited()
    {
        var report = ReportScenario.Given().Started().Saw(EventType.Copy, 1).Saw(EventType.Copy, 2).Report();

        Assert.True((report with { Listed = 1 }).Limited);
    }

    [Fact]
    public void ItIsAsOfTheLatestThatItKnows()
    {
        Assert.Equal(Start.AddHours(4), ReportScenario.Given().Started().Saw(EventType.NoFace, 1).Report().AsOf);
        Assert.Equal(Start.AddHours(5), ReportScenario.Given().Started().Saw(EventType.NoFace, 300).Saw(EventType.NoFace, 1).Report().AsOf);
        Assert.Equal(Start.AddHours(5), ReportScenario.Given().Started().Saw(EventType.NoFace, 1).FirstAlertResolved("a parent walked by", hour: 5).Report().AsOf);
        Assert.Equal(
            Start.AddHours(6),
            ReportScenario.Given().Started().Submitted(5)
                .When(at => new SessionCommand.FinalizeSession(Actor.System, at), 6)
                .When(at => new SessionCommand.Review(Proctor, at, ReviewDecision.Confirmed, "phone seen"), 360)
                .Report().AsOf);
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
        Assert.True(scenario.When(at => new SessionCommand.Review(Proctor, at, ReviewDecision.Cleared), 60).Report().IsFinal);
        Assert.False(scenario.Saw(EventType.NoFace, 4).Report().IsFinal);
    }

    [Fact]
    public void AReviewIsPartOfTheReport()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.GrantTime(Proctor, at, TimeSpan.FromMinutes(5), "fire alarm"), 2).Submitted(5)
            .When(at => new SessionCommand.FinalizeSession(Actor.System, at), 6)
            .When(at => new SessionCommand.Review(Proctor, at, ReviewDecision.Confirmed, "phone seen"), 60)
            .Report();

        Assert.Equal(
            new(ReviewDecision.Confirmed, "phone seen", "Petra Proctor", Start.AddHours(1)), report.Session.Review);
        Assert.Equal((300, 0), (report.Session.GrantedSeconds, report.Session.PausedSeconds));
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
