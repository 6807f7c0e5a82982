using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(MovingApp))]
public sealed class DeadlineTests(MovingApp moving)
{
    readonly TestApp _app = moving.App;

    [Fact]
    public async Task TheDeadlineEndsASessionThatNobodyReads()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var id = await organization.CreateSessionAsync(durationMinutes: 5);
        await using var watcher = await organization.Proctor.WatchAsync(new { sessionId = id });
        var (started, _) = await organization.StartSessionAsync(id);

        await _app.AdvanceAsync(TimeSpan.FromMinutes(5));

        var ended = await watcher.WaitForAsync("session", message => message.Status() == "timedOut");
        Assert.Equal(started.Time("deadline"), ended.Time("deadline"));
        var session = await organization.Proctor.GetSessionAsync(id);
        Assert.True(session.Time("endedAt") >= session.Time("deadline"));
        Assert.True(session.Time("endedAt") < session.Time("deadline")!.Value.AddMinutes(2), "It was noticed late.");
    }

    [Fact]
    public async Task GrantedTimeMovesTheDeadlineThatIsEnforced()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, events) = await organization.RunSessionAsync(durationMinutes: 5);
        var granted = await organization.Proctor.DoAsync(id, "time", new { minutes = 5, reason = "the network was down" });

        await _app.AdvanceAsync(TimeSpan.FromMinutes(7));
        await organization.Proctor.BeatAsync(id, events, granted.Time("startedAt")!.Value.AddMinutes(7));
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());

        await _app.AdvanceAsync(TimeSpan.FromMinutes(3));
        var ended = await organization.Proctor.WaitForStatusAsync(id, "timedOut");
        Assert.Equal(granted.Time("deadline"), ended.Time("deadline"));
    }

    [Fact]
    public async Task APauseMovesTheDeadlineThatIsEnforced()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 5);
        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });

        await _app.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal("paused", (await organization.Proctor.GetSessionAsync(id)).Status());

        var resumed = await organization.Proctor.DoAsync(id, "resume");
        Assert.Equal(25, (resumed.Time("deadline")! - resumed.Time("startedAt")!).Value.TotalMinutes, 3.0);
        await _app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await organization.Proctor.WaitForStatusAsync(id, "timedOut");
    }

    [Fact]
    public async Task ExtraTimeMovesTheDeadlineThatIsEnforced()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var candidate = await organization.AddUserAsync("candidate", new { extraTimePercent = 100 });
        var (id, events) = await organization.RunSessionAsync(durationMinutes: 5, candidate: candidate);
        var started = await organization.Proctor.GetSessionAsync(id);

        await _app.AdvanceAsync(TimeSpan.FromMinutes(7));
        await organization.Proctor.BeatAsync(id, events, started.Time("startedAt")!.Value.AddMinutes(7));
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());

        await _app.AdvanceAsync(TimeSpan.FromMinutes(3));
        await organization.Proctor.WaitForStatusAsync(id, "timedOut");
    }

    [Fact]
    public async Task TheDeadlineIsEnforcedAfterTheProcessWasKilled()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var id = await organization.CreateSessionAsync(durationMinutes: 5);
        await organization.StartSessionAsync(id);

        await _app.KillAsync();
        await _app.RestartAsync();
        await _app.AdvanceAsync(TimeSpan.FromMinutes(6));

        await organization.Proctor.WaitForStatusAsync(id, "timedOut");
        Assert.Single(await organization.Proctor.HistoryAsync(id), "sessionTimedOut");
    }

    [Fact]
    public async Task TheDeadlineThatPassedWhileTheProcessWasDownIsEnforced()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var id = await organization.CreateSessionAsync(durationMinutes: 1);
        await organization.StartSessionAsync(id);
        await _app.KillAsync();
        await _app.RestartAsync();

        // Not by the lifecycle's timer alone: it must be set anew from what is stored.
        await _app.AdvanceAsync(TimeSpan.FromSeconds(90));

        var ended = await organization.Proctor.WaitForStatusAsync(id, "timedOut");
        Assert.True(ended.Time("endedAt") >= ended.Time("deadline"));
    }

    [Fact]
    public async Task ASessionThatWasSubmittedInTimeIsNotTimedOut()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 5);
        await organization.Candidate.DoAsync(id, "submit");

        await _app.AdvanceAsync(TimeSpan.FromMinutes(10));

        var history = await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");
        Assert.DoesNotContain("sessionTimedOut", history);
        Assert.Equal("submitted", (await organization.Proctor.GetSessionAsync(id)).Status());
    }
}
