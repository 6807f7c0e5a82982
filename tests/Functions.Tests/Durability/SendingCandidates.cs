using System.Net;
using System.Text.Json;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Durability;

/// <summary>Candidates who all send, and what must have become of it.</summary>
sealed class SendingCandidates
{
    static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(90);

    readonly CancellationTokenSource _stop = new();
    readonly Task _sending;
    readonly TestOrganization _organization;

    SendingCandidates(TestOrganization organization, List<CaptureAgent> agents)
    {
        (_organization, Agents) = (organization, agents);
        _sending = Task.WhenAll(agents.Select(agent => Task.Run(() => agent.RunAsync(_stop.Token))));
    }

    /// <summary>For the application: far more than one candidate may.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Limits:SessionEventsPerSecond"] = "1000000",
        ["Limits:SessionEventsBurst"] = "1000000",
    };

    public IReadOnlyList<CaptureAgent> Agents { get; }

    public Api Proctor => _organization.Proctor.Api;

    public int Accepted => Agents.Sum(agent => agent.Accepted.Count);

    /// <summary>Requests that had to be sent again.</summary>
    public int Repeats => Agents.Sum(agent => agent.Repeats);

    public static async Task<SendingCandidates> StartAsync(TestApp app, int sessions, Random random, TimeSpan pause = default)
    {
        var organization = await TestOrganization.CreateAsync(app);
        var exam = await organization.CreateExamAsync(new { title = "Algebra", durationMinutes = 60, sensitivity = "high" });
        List<CaptureAgent> agents = [];
        for (var n = 0; n < sessions; n++)
        {
            var (session, api) = await organization.RunSessionAsync(exam, candidate: await organization.AddUserAsync("candidate"));
            agents.Add(new(api, session, random.Next(), pause));
        }
        return new(organization, agents);
    }

    /// <summary>Waits until what they have sent last is accepted.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        _stop.Dispose();
    }

    /// <summary>All that was accepted is stored and scored, once and in order, and nothing was set aside.</summary>
    public async Task VerifyAsync()
    {
        foreach (var agent in Agents) await VerifyAsync(Proctor, agent);
        Assert.Empty(await _organization.Admin.Api.ListAsync("/deadletters"));
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
