using System.Text.Json.Nodes;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>What a client that names the version it has seen wants to hear of: what others decided, not what came in.</summary>
public sealed class LifecycleVersionTests
{
    private static readonly UserId Reviewer = UserId.Parse("reviewer");

    public static TheoryData<string, SessionCommand> Decisions => new()
    {
        { "pause", new Pause(Proctor, At(5), "fire") },
        { "time", new GrantTime(Proctor, At(5), TimeSpan.FromMinutes(1), "fire") },
        { "submit", new Submit(Candidate, At(5)) },
        { "terminate", new Terminate(Proctor, At(5), "phone") },
        { "time out", new TimeOut(Actor.System, At(61)) },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void EveryDecisionMovesIt(string name, SessionCommand decision) =>
        Assert.True(Running().After(decision).LifecycleVersion > Running().LifecycleVersion, name);

    [Fact]
    public void ANewSessionHasTheFirst() => Assert.Equal(1, SessionRecord.Schedule(Plan(), Proctor, T0).Record.LifecycleVersion);

    [Fact]
    public void ARepetitionLeavesIt() => Assert.Equal(Running().LifecycleVersion, Running().After(new Start(Candidate, At(1))).LifecycleVersion);

    [Fact]
    public void EventsAndTheirAlertsLeaveIt()
    {
        var record = Running();

        var next = record.Receive(Event(EventType.MultipleFaces, 5), Event(EventType.LookingAway, 6));

        Assert.NotEmpty(next.NewAlerts);
        Assert.Equal(record.LifecycleVersion, next.Next.LifecycleVersion);
    }

    [Fact]
    public void TheLimitOfEventsLeavesIt()
    {
        var record = Running();

        var next = record.Ingest(new("0", 0, T0), At(1), Many(EventType.Copy, 3), eventLimit: 2);

        Assert.IsType<SessionFact.SessionLimited>(Assert.Single(next.Facts));
        Assert.Equal(record.LifecycleVersion, next.Next.LifecycleVersion);
    }

    [Fact]
    public void ComingAndGoingLeavesIt()
    {
        var record = Running();

        var missing = record.After(new ReportMissing(Actor.System, At(2), T0));
        var back = missing.After(new ReportReturned(Actor.System, At(3)));

        Assert.Equal((record.LifecycleVersion, record.LifecycleVersion), (missing.LifecycleVersion, back.LifecycleVersion));
        Assert.Equal(record.NextHistory + 2, back.NextHistory);
    }

    [Fact]
    public void AnOverrideMovesItAndSoDoesTakingItBack()
    {
        var set = Running().SetOverride(50, Reviewer, "seen", At(1)).Record;
        var removed = set.RemoveOverride(Reviewer, At(2)).Record;

        Assert.Equal([1, 1], [set.LifecycleVersion - Running().LifecycleVersion, removed.LifecycleVersion - set.LifecycleVersion]);
        Assert.Equal(set.LifecycleVersion, set.SetOverride(50, Reviewer, "seen", At(3)).Record.LifecycleVersion);
    }

    [Fact]
    public void AResolvedAlertMovesItOnce()
    {
        var (record, alert) = Running().Receive(Event(EventType.MultipleFaces, 5)) is var result
            ? (result.Next, result.NewAlerts[0])
            : throw new InvalidOperationException();

        var (after, resolved) = record.ResolveAlert(alert, Reviewer, null, At(1));
        var (again, _) = after.ResolveAlert(resolved, Reviewer, null, At(2));

        Assert.Equal(AlertStatus.Resolved, resolved.Status);
        Assert.Equal((record.LifecycleVersion + 1, record.LifecycleVersion + 1), (after.LifecycleVersion, again.LifecycleVersion));
    }

    [Fact]
    public void AStateOfBeforeItWasKeptTakesItFromTheHistory()
    {
        var record = Running().After(new Pause(Proctor, At(5), "fire")).After(new Resume(Proctor, At(6)));
        var json = JsonNode.Parse(record.ToJson())!.AsObject();
        json.Remove("lifecycleVersion");

        var read = SessionRecord.FromJson(record.Plan, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), record.Seen.IdsToBytes(), record.Seen.IdCount);

        Assert.Equal(record.NextHistory, read.LifecycleVersion);
    }
}
