using System.Net;
using System.Text.Json;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;
using Xunit.Abstractions;

namespace Proctoring.Functions.Tests.Durability;

public sealed class KillTests(ITestOutputHelper output)
{
    const int Sessions = 6;
    const int Kills = 5;
    static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task NoAcceptedEventIsLostOrCountedTwiceWhenTheProcessIsKilledUnderLoad()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        // As fast as they are answered: far more than one candidate may.
        await using var app = await TestApp.StartAsync(new Dictionary<string, string>
        {
            ["Limits:SessionEventsPerSecond"] = "1000000",
            ["Limits:SessionEventsBurst"] = "1000000",
        });
        var organization = await TestOrganization.CreateAsync(app);
        var exam = await organization.CreateExamAsync(new { title = "Algebra", durationMinutes = 60, sensitivity = "high" });
        List<CaptureAgent> agents = [];
        for (var n = 0; n < Sessions; n++)
        {
            var (session, api) = await organization.RunSessionAsync(exam, candidate: await organization.AddUserAsync("candidate"));
            agents.Add(new(api, session, random.Next()));
        }

        using var stop = new CancellationTokenSource();
        var sending = Task.WhenAll(agents.Select(agent => Task.Run(() => agent.RunAsync(stop.Token))));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = agents.Sum(agent => agent.Accepted.Count);
            await Task.Delay(random.Next(200, 1500));
            await app.KillAsync();
            output.WriteLine($"killed after {agents.Sum(agent => agent.Accepted.Count) - before} more events");
            await app.RestartAsync();
        }

        await Task.Delay(random.Next(200, 1500));
        await stop.CancelAsync();
        await sending;
        output.WriteLine($"{agents.Sum(agent => agent.Accepted.Count)} events, {agents.Sum(agent => agent.Repeats)} repeats");

        Assert.True(agents.Sum(agent => agent.Repeats) > 0, "No request was cut off: the kills did not come under load.");
        foreach (var agent in agents)
            await VerifyAsync(organization.Proctor.Api, agent);
        Assert.Empty(await organization.Admin.Api.ListAsync("/deadletters"));
    }

    static async Task VerifyAsync(Api proctor, CaptureAgent agent)
    {
        var path = $"/sessions/{agent.Session}";
        var statistics = await Eventually.GetAsync(
            async () => (await proctor.GetAsync($"{path}/statistics")).Expect(HttpStatusCode.OK),
            reply => reply.Number("total") >= agent.Accepted.Count,
            DrainPatience);
        var session = (await proctor.GetAsync(path)).Expect(HttpStatusCode.OK);
        var stored = await proctor.ListAsync($"{path}/events?limit=200");
        var alerts = await proctor.ListAsync($"{path}/alerts?limit=200");

        // Every one is there, once, and in the order in which it was sent.
        Assert.Equal(agent.Accepted, stored.Select(e => e.Text("id")));

        var fresh = FreshComputation.Of(session, Policy.For(Sensitivity.High), stored);
        Assert.Equal(
            fresh.Events.Select(e => (e.Event.Id.Value, e.Deduction, e.Reason, e.Late)),
            stored.Select(e => (e.Text("id"), e.Number("deduction"), e.Text("reason"), e.GetProperty("late").GetBoolean())));
        Assert.Equal(fresh.Record.Integrity.Computed, session.GetProperty("integrity").Number("computed"));
        Assert.Equal(fresh.Record.Risk.Score, session.GetProperty("risk").GetProperty("score").GetDouble());
        Assert.Equal(Json(fresh.Record.Scorecard.Statistics), Text(statistics));
        Assert.Equal(Json(fresh.Record.Scorecard.Counts), Text(session.GetProperty("counts")));
        Assert.Equal(fresh.Alerts.Count, session.GetProperty("alerts").Number("total"));
        Assert.Equal(
            fresh.Alerts.Select(a => (a.Id.Value, a.Type, a.Severity.ToString().ToLowerInvariant(), a.Message, a.Risk, a.At, a.Events[0].Value)),
            alerts.Select(a => (
                a.Text("id"), a.Text("type"), a.Text("severity"), a.Text("message"), a.GetProperty("risk").GetDouble(),
                a.GetProperty("at").GetDateTimeOffset(), a.GetProperty("events")[0].GetString()!)));
    }

    static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    static string Text(JsonElement json) => JsonSerializer.Serialize(json, JsonSerializerOptions.Web);
}
