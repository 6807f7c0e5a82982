using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

/// <summary>One candidate sends as much as it can.</summary>
public sealed class FloodTests
{
    [Fact]
    public async Task AFloodIsTurnedAwayForAMomentAndNobodyElseIs()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string>
        {
            ["Limits:SessionEventsPerSecond"] = "100",
            ["Limits:SessionEventsBurst"] = "1000",
        });
        var organization = await TestOrganization.CreateAsync(app);
        var (flooded, flooder) = await organization.RunSessionAsync();
        var (quiet, other) = await organization.RunSessionAsync(candidate: await organization.AddUserAsync("candidate"));

        var accepted = 0;
        ApiReply refused;
        while ((refused = await flooder.PostAsync($"/sessions/{flooded}/events", Hundred())).Status == HttpStatusCode.Accepted) accepted += 100;

        refused.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.InRange(accepted, 1_000, 5_000);
        await other.AcceptAsync(quiet, Hundred());
        // Later it goes on, and what was accepted is there.
        await Eventually.GetAsync(() => flooder.PostAsync($"/sessions/{flooded}/events", Hundred()), reply => reply.Status == HttpStatusCode.Accepted);
        Assert.Equal(accepted + 100, (await organization.Proctor.Api.ScoredAsync(flooded, accepted + 100)).Number("total"));
    }

    static object Hundred() => Sent.Batch(Enumerable.Range(0, 100).Select(_ => Sent.Event("HEARTBEAT")).ToList());
}
