using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(MovingApp))]
public sealed class PresenceTests(MovingApp moving)
{
    readonly TestApp _app = moving.App;

    [Fact]
    public async Task ASilentCandidateIsMissingAndReturnsWithItsNextEvent()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var id = await organization.CreateSessionAsync(durationMinutes: 60);
        await using var watcher = await organization.Proctor.WatchAsync(new { sessionId = id });
        var (started, events) = await organization.StartSessionAsync(id);

        await _app.AdvanceAsync(TimeSpan.FromSeconds(75));

        var missing = await watcher.WaitForAsync("session", message => message.GetProperty("presence").GetString() == "missing");
        Assert.Equal(started.Time("startedAt"), missing.Time("lastSeenAt"));
        var session = await organization.Proctor.GetSessionAsync(id);
        Assert.Equal("missing", session.GetProperty("presence").GetString());
        Assert.Equal(started.Time("startedAt"), session.Time("lastSeenAt"));
        Assert.Equal(session.Version(), missing.Version());
        var fact = Assert.Single(await organization.Proctor.FactsAsync(id), fact => fact.GetProperty("what").GetString() == "candidateMissing");
        Assert.Equal(started.Time("startedAt"), fact.Time("lastSeen"));
        Assert.Equal("system", fact.GetProperty("who").GetProperty("kind").GetString());

        await organization.Proctor.BeatAsync(id, events, started.Time("startedAt")!.Value.AddSeconds(75));

        await organization.Proctor.WaitForFactAsync(id, "candidateReturned");
        var returned = await Eventually.GetAsync(
            () => Task.FromResult(watcher.Messages.LastOrDefault(message => message.Method == "session")),
            message => message?.Payload.GetProperty("presence").GetString() == "present");
        Assert.Equal("running", returned!.Payload.Status());
        Assert.True(returned.Payload.Time("lastSeenAt") > started.Time("startedAt"));
        Assert.Equal("present", (await organization.Proctor.GetSessionAsync(id)).GetProperty("presence").GetString());
    }

    [Fact]
    public async Task ACandidateThatIsHeardOfIsNotMissing()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, events) = await organization.RunSessionAsync(durationMinutes: 60);
        var started = (await organization.Proctor.GetSessionAsync(id)).Time("startedAt")!.Value;

        for (var beat = 1; beat <= 8; beat++)
        {
            await _app.AdvanceAsync(TimeSpan.FromSeconds(15));
            await organization.Proctor.BeatAsync(id, events, started.AddSeconds(15 * beat));
        }

        Assert.DoesNotContain("candidateMissing", await organization.Proctor.HistoryAsync(id));
    }

    [Fact]
    public async Task ACandidateThatStaysAwayHasAbandonedTheSession()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var id = await organization.CreateSessionAsync(durationMinutes: 600);
        await organization.StartSessionAsync(id);

        await _app.AdvanceAsync(TimeSpan.FromSeconds(75));
        await organization.Proctor.WaitForFactAsync(id, "candidateMissing");
        await _app.AdvanceAsync(TimeSpan.FromMinutes(60));

        var proctor = await organization.Proctor.LogInAgainAsync();
        var ended = await proctor.WaitForStatusAsync(id, "abandoned");
        Assert.True(ended.Time("endedAt") < ended.Time("deadline"));
    }

    [Fact]
    public async Task AnOutageOfOursIsNotHeldAgainstTheCandidate()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 600);
        var started = (await organization.Proctor.GetSessionAsync(id)).Time("startedAt")!.Value;

        // Nobody could be heard for an hour, and then everything happens at once.
        await _app.AdvanceAsync(TimeSpan.FromMinutes(59));
        var proctor = await organization.Proctor.LogInAgainAsync();
        await proctor.WaitForFactAsync(id, "candidateMissing");
        await _app.AdvanceAsync(TimeSpan.FromSeconds(10));
        var (_, events) = await organization.StartSessionAsync(id, await organization.Candidate.LogInAgainAsync());
        await proctor.BeatAsync(id, events, started.AddMinutes(59));

        var history = await proctor.WaitForFactAsync(id, "candidateReturned");
        Assert.DoesNotContain("sessionAbandoned", history);
        Assert.Equal("running", (await proctor.GetSessionAsync(id)).Status());
    }

    [Fact]
    public async Task NobodyIsMissingDuringAPause()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 60);
        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });

        await _app.AdvanceAsync(TimeSpan.FromMinutes(30));
        var (proctor, candidate) = (await organization.Proctor.LogInAgainAsync(), await organization.Candidate.LogInAgainAsync());
        var resumed = await proctor.DoAsync(id, "resume");
        var (_, events) = await organization.StartSessionAsync(id, candidate);
        await _app.AdvanceAsync(TimeSpan.FromSeconds(15));
        await proctor.BeatAsync(id, events, resumed.Time("startedAt")!.Value.AddMinutes(30));

        Assert.DoesNotContain("candidateMissing", await proctor.HistoryAsync(id));
    }
}
