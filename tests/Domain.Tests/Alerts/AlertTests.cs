using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Alerts;

public sealed class AlertTests
{
    [Fact]
    public void AnEpisodeRaisesOneAlert()
    {
        var alerts = Running().Receive(Event(EventType.NoFace, 0), Event(EventType.NoFace, 50), Event(EventType.NoFace, 110)).NewAlerts;

        var alert = Assert.Single(alerts, a => a.Type == "NO_FACE");
        Assert.Equal(
            ("session-1-0001", Severity.High, "No face is in view", T0, AlertStatus.Open),
            (alert.Id.Value, alert.Severity, alert.Message, alert.At, alert.Status));
        Assert.Equal(["NO_FACE-0-"], alert.Events.Select(id => id.Value));
    }

    [Fact]
    public void AnEpisodeIsOverAfterTheQuietTime()
    {
        var alerts = Running().Receive(Event(EventType.DevTools, 0), Event(EventType.DevTools, 60), Event(EventType.DevTools, 120.001)).NewAlerts;

        Assert.Equal([0, 120.001], alerts.Select(a => (a.At - T0).TotalSeconds));
        Assert.Equal(["session-1-0001", "session-1-0002"], alerts.Select(a => a.Id.Value));
    }

    [Theory]
    [InlineData(Sensitivity.Low, 120)]
    [InlineData(Sensitivity.Medium, 60)]
    [InlineData(Sensitivity.High, 30)]
    public void ThePolicySaysHowLongQuietIs(Sensitivity sensitivity, int seconds)
    {
        var session = Running(Plan(Policy.For(sensitivity)));

        Assert.Single(session.Receive(Event(EventType.FaceMismatch, 0), Event(EventType.FaceMismatch, seconds)).NewAlerts, a => a.Type == "FACE_MISMATCH");
        Assert.Equal(2, session.Receive(Event(EventType.FaceMismatch, 0), Event(EventType.FaceMismatch, seconds + 1)).NewAlerts.Count(a => a.Type == "FACE_MISMATCH"));
    }

    [Fact]
    public void AClockThatIsSetBackBeginsAnEpisodeAndHidesNone()
    {
        var alerts = Running().Receive(Event(EventType.Paste, 1_000), Event(EventType.Paste, 10), Event(EventType.Paste, 20), Event(EventType.Paste, 1_059)).NewAlerts;

        Assert.Equal([1_000, 10, 1_059], alerts.Select(a => (a.At - T0).TotalSeconds));
    }

    [Fact]
    public void AClockThatStandsStillHidesNoEpisode()
    {
        var record = Running().Receive(At(10), Event(EventType.Paste, 60, id: "a")).Next;

        var within = record.Receive(At(11), Event(EventType.Paste, 60, id: "b"));
        var after = within.Next.Receive(At(12).AddSeconds(1), Event(EventType.Paste, 60, id: "c"));

        Assert.Empty(within.NewAlerts);
        Assert.Single(after.NewAlerts);
    }

    [Fact]
    public void TheMessageTellsWhatWasSeenAndHowSurely()
    {
        var alert = Running().Receive(Event(EventType.ObjectDetected, label: "cell phone", confidence: 0.934)).NewAlerts[0];

        Assert.Equal("A forbidden object is in view: cell phone (93 % sure)", alert.Message);
    }

    [Fact]
    public void AnEmptyLabelTellsNothing() => Assert.Equal("The camera is off", Running().Receive(Event(EventType.CameraOff, label: "")).NewAlerts[0].Message);

    [Fact]
    public void NothingIsRaisedForWhatIsUsual() => Assert.Empty(Running().Receive(
        [.. new[] { EventType.Heartbeat, EventType.TypingSample, EventType.LookingAway, EventType.ContextMenu }.Select(type => Event(type))]).NewAlerts);

    [Fact]
    public void NothingIsRaisedForAnExemptedType() => Assert.Empty(
        Running(Plan(accommodations: new Accommodations(0, 0, [EventType.NoFace]))).Receive(Many(EventType.NoFace, 50)).NewAlerts);

    [Fact]
    public void RiskRaisesAnAlertWhenItCrossesALine()
    {
        var alerts = Running().Receive([.. Many(EventType.TabSwitch, 11), Event(EventType.FocusLost, 99, durationMs: 60_000)]).NewAlerts;

        Assert.Equal(
            [("RISK_MEDIUM", Severity.Medium), ("RISK_HIGH", Severity.High)],
            alerts.Where(a => a.Type.StartsWith("RISK")).Select(a => (a.Type, a.Severity)));
        Assert.Equal("Risk rose from 0.00 to 0.33, to the medium level", alerts[1].Message);
        Assert.All(alerts.Where(a => a.Type == "RISK_HIGH"), a => Assert.Equal(0.866666667, a.Risk));
    }

    [Fact]
    public void ALeapOverBothLinesRaisesTheHigherAlertOnly()
    {
        var session = Running(Plan(Policy.For(Sensitivity.Medium, allowTabSwitch: true), new Baseline(50, null, null)));

        Assert.Equal(["RISK_HIGH"], session.Receive(Event(EventType.TypingSample, sample: 150)).NewAlerts.Select(a => a.Type));
    }

    [Fact]
    public void RiskThatFallsFromHighToMediumRaisesNothing()
    {
        var session = Running(Plan(Policy.For(Sensitivity.Medium, allowTabSwitch: true), new Baseline(50, null, null)));

        var alerts = session.Receive(Event(EventType.TypingSample, 1, sample: 150), Event(EventType.TypingSample, 2, sample: 10)).NewAlerts;

        Assert.Equal(["RISK_HIGH"], alerts.Select(a => a.Type));
    }

    [Fact]
    public void RiskThatSwingsAroundALineRaisesOneAlert()
    {
        var alerts = Running(Plan(baseline: new Baseline(50, 200, 60))).Receive(
            Event(EventType.TypingSample, 1, sample: 75), Event(EventType.AnswerTiming, 2, sample: 10), // 0.28
            Event(EventType.MouseSample, 3, sample: 301), // 0.34
            Event(EventType.MouseSample, 4, sample: 100), // 0.28
            Event(EventType.MouseSample, 5, sample: 600)).NewAlerts; // 0.34

        Assert.Equal([("RISK_MEDIUM", At(3 / 60.0))], alerts.Select(a => (a.Type, a.At)));
    }

    [Fact]
    public void HighRiskThatSwingsAboveItsRearmLineRaisesOneAlert()
    {
        var alerts = Running(Plan(baseline: new Baseline(50, null, null))).Receive(
            [.. Many(EventType.TabSwitch, 11),
            Event(EventType.TypingSample, 21, sample: 150), // 0.74
            Event(EventType.TypingSample, 22, sample: 50), // 0.65
            Event(EventType.TypingSample, 23, sample: 250)]).NewAlerts; // 0.74

        Assert.Single(alerts, a => a.Type == "RISK_HIGH");
    }

    [Fact]
    public void RiskThatWasLowInBetweenRaisesAnotherAlert()
    {
        var alerts = Running(Plan(baseline: new Baseline(50, 200, 60))).Receive(
            Event(EventType.TypingSample, 1, sample: 75), Event(EventType.AnswerTiming, 2, sample: 10), Event(EventType.MouseSample, 3, sample: 301), // 0.34
            Event(EventType.TypingSample, 4, sample: 25), // 0.22
            Event(EventType.TypingSample, 5, sample: 200)).NewAlerts; // 0.34

        Assert.Equal([At(3 / 60.0), At(5 / 60.0)], alerts.Select(a => a.At));
    }

    [Fact]
    public void IntegrityRaisesAnAlertBelowEachLine()
    {
        var alerts = Running().Receive(Many(EventType.LookingAway, 25)).NewAlerts;

        Assert.Equal(
            [(5, Severity.Medium), (10, Severity.High), (15, Severity.Critical)],
            alerts.Select(a => ((int)(a.At - T0).TotalSeconds, a.Severity)));
        Assert.Equal("Integrity fell from 75 to 70, below 75", alerts[0].Message);
    }

    [Fact]
    public void ALeapOverTwoIntegrityLinesRaisesOneAlert()
    {
        var policy = Policy.Default with { Rules = new Dictionary<string, PolicyRule> { ["NO_FACE"] = new(60) } };

        var alert = Assert.Single(Running(Plan(policy)).Receive(Event(EventType.NoFace)).NewAlerts);

        Assert.Equal("Integrity fell from 100 to 40, below 50", alert.Message);
    }

    [Fact]
    public void NoAlertTellsOfAnIntegrityBelowZero()
    {
        var policy = Policy.Default with { Rules = new Dictionary<string, PolicyRule> { ["NO_FACE"] = new(60) } };

        Assert.Equal("Integrity fell from 40 to 0, below 25", Running(Plan(policy)).Receive(Many(EventType.NoFace, 2)).NewAlerts[1].Message);
    }

    [Fact]
    public void TheLongestSessionIdLeavesRoomForTheAlertsNumber()
    {
        var id = new string('s', SessionId.MaxLength);

        var alerts = Running(Plan() with { Id = SessionId.Parse(id) }).Receive(Event(EventType.NoFace)).NewAlerts;

        Assert.Equal($"{id}-0001", Assert.Single(alerts).Id.Value);
    }

    [Fact]
    public void AnAlertIsPendingUntilItWasPushed()
    {
        var result = Running().Receive(Event(EventType.NoFace), Event(EventType.MultipleFaces));
        var ids = result.NewAlerts.Select(a => a.Id).ToArray();

        Assert.Equal(ids, result.Next.Outbox);
        Assert.Equal(ids[1..], result.Next.Pushed([ids[0]]).Outbox);
        Assert.Same(result.Next, result.Next.Pushed([AlertId.Parse("session-1-99")]));
    }

    [Fact]
    public void WhatIsPendingStaysBeforeWhatComesLater()
    {
        var record = Running().Receive(Event(EventType.NoFace)).Next.Receive(Event(EventType.DevTools, 5)).Next;

        Assert.Equal(["session-1-0001", "session-1-0002"], record.Outbox.Select(id => id.Value));
    }

    [Fact]
    public void AnAlertThatComesLaterIsTheOnlyOpenOneWhenTheOthersAreResolved()
    {
        var first = Running().Receive(Event(EventType.NoFace), Event(EventType.MultipleFaces));
        var record = first.NewAlerts.Aggregate(first.Next, (record, alert) => record.ResolveAlert(alert, UserId.Parse("proctor"), null, At(3)).Record);

        var next = record.Receive(Event(EventType.DevTools, 300)).Next;

        Assert.Equal((first.NewAlerts.Count + 1, 1), (next.Alerts.Total, next.Alerts.Open));
    }

    [Fact]
    public void AResolvedAlertIsNoLongerOpenAndResolvesOnce()
    {
        var result = Running().Receive(Event(EventType.NoFace));
        var by = UserId.Parse("proctor");

        var (record, resolved) = result.Next.ResolveAlert(result.NewAlerts[0], by, "went for water", At(3));
        var (again, same) = record.ResolveAlert(resolved, UserId.Parse("other"), "late", At(4));

        Assert.Equal((1, 1), (result.Next.Alerts.Total, result.Next.Alerts.Open));
        Assert.Equal((1, 0), (record.Alerts.Total, record.Alerts.Open));
        Assert.Equal((AlertStatus.Resolved, by, At(3), "went for water"), (resolved.Status, resolved.ResolvedBy!.Value, resolved.ResolvedAt!.Value, resolved.Note));
        Assert.Same(record, again);
        Assert.Same(resolved, same);
    }

    [Fact]
    public void AnotherSessionsAlertCannotBeResolvedHere()
    {
        var alert = Running().Receive(Event(EventType.NoFace)).NewAlerts[0] with { SessionId = SessionId.Parse("other") };

        Assert.Throws<ArgumentException>(() => Running().ResolveAlert(alert, UserId.Parse("proctor"), null, At(1)));
    }
}
