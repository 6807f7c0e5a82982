using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Scoring;

public sealed class IntegrityTests
{
    public static TheoryData<string, int> Deductions => new()
    {
        { "LOOKING_AWAY", 5 }, { "NO_FACE", 10 }, { "MULTIPLE_FACES", 20 }, { "OBJECT_DETECTED", 15 }, { "EYE_CLOSED", 5 }, { "AUDIO_SUSPICIOUS", 10 },
    };

    [Theory]
    [MemberData(nameof(Deductions))]
    public void TheDefaultPolicyDeductsForSixTypes(string name, int points)
    {
        Assert.True(EventType.TryParse(name, out var type));

        var result = Running().Receive(Event(type));

        var scored = Assert.Single(result.Scored);
        Assert.Equal(points, scored.Deduction);
        Assert.Equal($"{name}: −{points} points (medium policy, version 1)", scored.Reason);
        Assert.Equal(100 - points, result.Next.Integrity.Score);
    }

    [Fact]
    public void ATypeWithoutARuleCostsNothingAndRaisesNoAlert()
    {
        var policy = Policy.Default with { Rules = new Dictionary<string, PolicyRule>() };

        var result = Running(Plan(policy)).Receive(Event(EventType.MultipleFaces));

        Assert.Equal(0, Assert.Single(result.Scored).Deduction);
        Assert.Empty(result.NewAlerts);
    }

    [Fact]
    public void TheDefaultPolicyDeductsForNothingElse()
    {
        var six = Deductions.Select(row => (string)row[0]).ToHashSet();

        var scored = Running().Receive([.. EventType.All.Where(type => !six.Contains(type.Name)).Select(type => Event(type))]).Scored;

        Assert.Equal(EventType.All.Count - 6, scored.Count);
        Assert.All(scored, e => Assert.Equal((0, $"{e.Event.Type}: 0 points (medium policy, version 1)"), (e.Deduction, e.Reason)));
    }

    [Fact]
    public void AScoreOfZeroStaysZero()
    {
        var record = Running().Receive(Many(EventType.MultipleFaces, 5)).Next;
        Assert.Equal(0, record.Integrity.Score);

        record = record.Receive(Event(EventType.MultipleFaces, 100)).Next;

        Assert.Equal(0, record.Integrity.Score);
        Assert.Equal(120, record.Scorecard.Points["MULTIPLE_FACES"]);
    }

    [Fact]
    public void AnOverrideStandsBesideTheComputedScore()
    {
        var record = Running().Receive(Event(EventType.NoFace)).Next.SetOverride(100, UserId.Parse("proctor"), "camera fault", At(5)).Record;

        Assert.Equal(new Integrity(100, 90, new IntegrityOverride(100, UserId.Parse("proctor"), "camera fault", At(5))), record.Integrity);
        Assert.Equal(new Integrity(90, 90, null), record.RemoveOverride(UserId.Parse("admin"), At(6)).Record.Integrity);
    }

    [Fact]
    public void AnOverrideIsAFactOnceHoweverOftenItIsAskedFor()
    {
        var (record, set) = Running().Receive(Event(EventType.NoFace)).Next.SetOverride(100, UserId.Parse("proctor"), "camera fault", At(5));
        Assert.Equal(new SessionFact.IntegrityOverridden(Actor.User(UserId.Parse("proctor")), At(5), 100, "camera fault"), set);
        Assert.Equal((record, null), record.SetOverride(100, UserId.Parse("proctor"), "camera fault", At(6)));
        Assert.NotNull(record.SetOverride(99, UserId.Parse("proctor"), "camera fault", At(6)).Fact);
        Assert.NotNull(record.SetOverride(100, UserId.Parse("admin"), "camera fault", At(6)).Fact);
        Assert.NotNull(record.SetOverride(100, UserId.Parse("proctor"), "camera and microphone fault", At(6)).Fact);

        var (back, removed) = record.RemoveOverride(UserId.Parse("admin"), At(7));
        Assert.Equal(new SessionFact.IntegrityOverrideRemoved(Actor.User(UserId.Parse("admin")), At(7), 90), removed);
        Assert.Equal((back, null), back.RemoveOverride(UserId.Parse("admin"), At(8)));
        Assert.Equal(record.NextHistory + 1, back.NextHistory);
    }

    [Fact]
    public void AnOverrideToZeroIsAScoreOfZero() =>
        Assert.Equal(0, Running().SetOverride(0, UserId.Parse("proctor"), "caught", At(5)).Record.Integrity.Score);

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void AnOverrideIsAScore(int score) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Running().SetOverride(score, UserId.Parse("proctor"), "typo", At(5)));

    [Fact]
    public void TheLowPolicyDeductsOnceInACooldown()
    {
        var scored = Running(Plan(Policy.For(Sensitivity.Low)))
            .Receive(Event(EventType.NoFace, 0), Event(EventType.NoFace, 59), Event(EventType.NoFace, 60), Event(EventType.NoFace, 90)).Scored;

        Assert.Equal([10, 0, 10, 0], scored.Select(e => e.Deduction));
        Assert.Equal("NO_FACE: 0 points, within the cooldown of 60 s (low policy, version 1)", scored[1].Reason);
    }

    [Fact]
    public void ACooldownHoldsAlikeBeforeAndAfterTheEventThatWasCharged()
    {
        // The second and the third come late: they occurred before the first.
        var scored = Running(Plan(Policy.For(Sensitivity.Low)))
            .Receive(At(20), Event(EventType.NoFace, 600), Event(EventType.NoFace, 541), Event(EventType.NoFace, 540), Event(EventType.NoFace, 599)).Scored;

        Assert.Equal([10, 0, 10, 0], scored.Select(e => e.Deduction));
    }

    [Fact]
    public void TheLowPolicyDeductsUpToACap()
    {
        var events = Enumerable.Range(0, 6).Select(i => Event(EventType.LookingAway, i * 60)).ToArray();

        var result = Running(Plan(Policy.For(Sensitivity.Low))).Receive(events);

        Assert.Equal([5, 5, 5, 5, 0, 0], result.Scored.Select(e => e.Deduction));
        Assert.Equal("LOOKING_AWAY: −5 points (low policy, version 1)", result.Scored[3].Reason);
        Assert.Equal("LOOKING_AWAY: 0 points, its cap of 20 points is reached (low policy, version 1)", result.Scored[4].Reason);
        Assert.Equal(80, result.Next.Integrity.Score);
    }

    [Fact]
    public void ACapMayCutADeductionShort()
    {
        var policy = Policy.Default with { Rules = new Dictionary<string, PolicyRule> { ["PASTE"] = new(10, Cap: 13) } };

        var scored = Running(Plan(policy)).Receive(Many(EventType.Paste, 3)).Scored;

        Assert.Equal([10, 3, 0], scored.Select(e => e.Deduction));
        Assert.Equal("PASTE: −3 of 10 points, its cap of 13 points is reached (medium policy, version 1)", scored[1].Reason);
    }

    [Fact]
    public void TheHighPolicyDeductsForWhatTheBrowserSees()
    {
        EventType[] types = [EventType.TabSwitch, EventType.Paste, EventType.DevTools, EventType.FullscreenExit, EventType.FaceMismatch, EventType.CameraOff];

        var scored = Running(Plan(Policy.For(Sensitivity.High))).Receive([.. types.Select(type => Event(type))]).Scored;

        Assert.All(scored, e => Assert.True(e.Deduction > 0, e.Reason));
    }

    [Fact]
    public void ASinglePointIsCalledOne() => Assert.Equal(
        "CONTEXT_MENU: −1 point (high policy, version 1)", Running(Plan(Policy.For(Sensitivity.High))).Receive(Event(EventType.ContextMenu)).Scored[0].Reason);

    [Fact]
    public void AnExemptedTypeIsKeptAndCostsNothing()
    {
        var result = Running(Plan(accommodations: new Accommodations(0, 0, [EventType.LookingAway]))).Receive(Many(EventType.LookingAway, 3));

        Assert.All(result.Scored, e => Assert.Equal((0, "LOOKING_AWAY: 0 points, exempted by an accommodation"), (e.Deduction, e.Reason)));
        Assert.Equal(3, result.Next.Scorecard.Counts["LOOKING_AWAY"]);
        Assert.Equal(100, result.Next.Integrity.Score);
    }

    [Fact]
    public void WhatTheExamAllowsCostsNothing()
    {
        var policy = Policy.For(Sensitivity.High, allowTabSwitch: true, allowCopyPaste: true);

        var result = Running(Plan(policy)).Receive(
            Event(EventType.TabSwitch), Event(EventType.FocusLost), Event(EventType.FullscreenExit), Event(EventType.Copy), Event(EventType.Paste));

        Assert.All(result.Scored, e => Assert.Equal(0, e.Deduction));
        Assert.Equal("TAB_SWITCH: 0 points, the exam allows tab switches", result.Scored[0].Reason);
        Assert.Equal("PASTE: 0 points, the exam allows copy and paste", result.Scored[4].Reason);
        Assert.Empty(result.NewAlerts);
    }

    [Fact]
    public void ASessionKeepsThePolicyVersionItWasPlannedWith() =>
        Assert.Contains("version 7", Running(Plan(Policy.For(Sensitivity.Medium, version: 7))).Receive(Event(EventType.NoFace)).Scored[0].Reason);
}
