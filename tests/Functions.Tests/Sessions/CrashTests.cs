using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>
/// The process is killed while candidates and proctors are at it. Whatever it was doing, every session that began comes
/// to its end, and lists and histories agree with what the sessions say.
/// </summary>
public sealed class CrashTests : IAsyncLifetime
{
    const int Sessions = 12;
    const int Kills = 3;
    TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task EverySessionThatBeganComesToItsEndWhereverTheProcessWasKilled()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var ids = new List<string>();
        for (var i = 0; i < Sessions; i++)
            ids.Add(await organization.CreateSessionAsync(durationMinutes: 10));

        for (var kill = 0; kill < Kills; kill++)
        {
            var playing = ids.Select(id => PlayAsync(organization, id)).ToList();
            await Task.Delay(Random.Shared.Next(20, 400));
            await _app.KillAsync();
            await Task.WhenAll(playing);
            await _app.RestartAsync();
        }

        foreach (var id in ids)
        {
            // What was not begun begins now, what stands goes on: then time does the rest.
            var session = await organization.Proctor.GetSessionAsync(id);
            if (session.Status() is "scheduled" or "ready")
                await organization.Candidate.DoAsync(id, "start");
            if (session.Status() is "paused")
                await organization.Proctor.DoAsync(id, "resume");
        }

        await _app.AdvanceAsync(TimeSpan.FromMinutes(12));
        var endings = new[] { "submitted", "terminated", "timedOut", "abandoned" };
        foreach (var id in ids)
        {
            var proctor = await organization.Proctor.LogInAgainAsync();
            var history = await Eventually.GetAsync(
                async () =>
                {
                    // Sweeps come every 15 s by the clock. So slowly that the login outlasts it: an hour by the clock.
                    await _app.AdvanceAsync(TimeSpan.FromSeconds(5));
                    await Task.Delay(100);
                    return await proctor.HistoryAsync(id);
                },
                history => history.Contains("sessionFinalized"));
            var status = (await proctor.GetSessionAsync(id)).Status();
            Assert.Contains(status, endings);
            Assert.Single(history, what => endings.Any(ending => what == $"session{char.ToUpperInvariant(ending[0])}{ending[1..]}"));
            Assert.Single(history, "sessionStarted");
            Assert.Single(history, "sessionFinalized");
        }

        var reader = await organization.Proctor.LogInAgainAsync();
        Assert.Empty(await ListedAsync(reader, "status=active"));
        Assert.Equal(ids.Order(), (await ListedAsync(reader, "")).Order());
        Assert.Equal(
            ids.Order(),
            (await Task.WhenAll(endings.Select(ending => ListedAsync(reader, $"status={ending}")))).SelectMany(found => found).Order());
    }

    static async Task PlayAsync(TestOrganization organization, string id)
    {
        try
        {
            await organization.Candidate.Api.PostAsync($"/sessions/{id}/start");
            if (Random.Shared.Next(2) == 0)
            {
                await organization.Proctor.Api.PostAsync($"/sessions/{id}/pause", new { reason = "test" });
                await organization.Proctor.Api.PostAsync($"/sessions/{id}/resume");
            }

            switch (Random.Shared.Next(4))
            {
                case 0:
                    await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit");
                    break;
                case 1:
                    await organization.Proctor.Api.PostAsync($"/sessions/{id}/terminate", new { reason = "test" });
                    break;
            }
        }
        catch (HttpRequestException)
        {
            // Killed meanwhile.
        }
    }

    static async Task<string[]> ListedAsync(Actor reader, string query) =>
    [
        .. (await reader.Api.GetAsync($"/sessions?limit=200&{query}")).Expect(HttpStatusCode.OK)
            .GetProperty("items").EnumerateArray().Select(item => item.Id()),
    ];
}
