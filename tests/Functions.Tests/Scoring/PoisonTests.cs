using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Events;
using Proctoring.Local.Storage;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>An attacker who has one candidate's account tries to stop the partition for everybody else.</summary>
public sealed class PoisonTests
{
    const int Innocent = 8;

    [Fact]
    public async Task NothingThatACandidateSendsStopsAPartition()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string> { ["Local:Partitions"] = "1" });
        var organization = await TestOrganization.CreateAsync(app);
        var others = await TestOrganization.CreateAsync(app);
        var (ended, endedCandidate) = await organization.RunSessionAsync();
        var (running, runningCandidate) = await organization.RunSessionAsync();
        (await organization.Proctor.Api.PostAsync($"/sessions/{ended}/terminate", new { reason = "left" })).Expect(HttpStatusCode.OK);

        // Ingest takes neither, whether alone or with others.
        var (huge, deep) = (Sent.Event("COPY").With("screenshot", new string('x', 900_000)), Deep(40));
        (await endedCandidate.PostAsync($"/sessions/{ended}/events", huge)).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "screenshot");
        (await runningCandidate.PostAsync($"/sessions/{running}/events", deep)).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "tree");
        (await runningCandidate.PostAsync($"/sessions/{running}/events", Sent.Raw(JsonSerializer.Serialize(Deep(5_000), Unlimited)))).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "tree");
        var reply = (await runningCandidate.PostAsync($"/sessions/{running}/events", Sent.Batch(Sent.Event("COPY", id: "first"), huge, deep, Sent.Event("COPY", id: "last"))))
            .Expect(HttpStatusCode.Accepted);
        Assert.Equal(["first", "last"], reply.GetProperty("accepted").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(["screenshot", "tree"], reply.GetProperty("refused").EnumerateArray().Select(refusal => refusal.Text("field")));

        // Should it get onto the stream in another way, by an older release say, it is set aside.
        await app.KillAsync();
        foreach (var (session, poison) in new[] { (ended, huge), (ended, deep), (running, huge), (running, Deep(70)) })
            await StoppedStream.SendAsync(app, session, StoppedStream.Message(session, organization.Id, JsonSerializer.Serialize(new[] { poison }, Unlimited)));
        await app.RestartAsync();

        // Sessions of others, behind it on the one partition: alerts, ends and reports come.
        await Task.WhenAll(Enumerable.Range(0, Innocent).Select(async _ =>
        {
            var (session, candidate) = await others.RunSessionAsync();
            await candidate.AcceptAsync(session, Sent.Event("MULTIPLE_FACES"));
            (await others.Candidate.Api.PostAsync($"/sessions/{session}/submit", new { })).Expect(HttpStatusCode.OK);
            await Eventually.GetAsync(
                () => others.Proctor.Api.ListAsync($"/sessions/{session}/reports"),
                reports => reports.Count == 3 && reports.All(report => report.Text("status") == "ready"));
            Assert.Single(await others.Proctor.Api.ListAsync($"/sessions/{session}/alerts"), alert => alert.Text("type") == "MULTIPLE_FACES");
        }));
        var letters = await DeadLetterTests.LettersAsync(organization, 4);
        Assert.Equal(4, letters.Count);
        Assert.All(letters, letter => Assert.StartsWith("malformed: ", letter.Text("reason"), StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.InRange(letter.GetProperty("event").GetRawText().Length, 100, 70_000));
        Assert.Equal(2, letters.Count(letter => letter.GetProperty("cut").GetBoolean() && letter.Number("size") > 900_000));
        Assert.Equal(["first", "last"], (await organization.Proctor.Api.ListAsync($"/sessions/{running}/events")).Select(e => e.Text("id")));
    }

    [Fact]
    public async Task HealthTellsThatAPartitionStandsStill()
    {
        await using var app = await TestApp.StartAsync();
        var azurite = await AzuriteProcess.EnsureAsync(app.DataFolder, preferDefaultPorts: false, CancellationToken.None);
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(StalledPartitions.TableName);
        var row = new TableEntity("scoring", "7") { ["since"] = DateTimeOffset.UtcNow.AddMinutes(-2), ["latest"] = DateTimeOffset.UtcNow };

        await table.AddEntityAsync(row);
        var health = (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.Text("status"));
        Assert.Equal("unhealthy", health.GetProperty("checks").Text("scoring"));
        Assert.Equal("healthy", health.GetProperty("checks").Text("storage"));

        // Not tried again since: it is another instance's by now.
        row["latest"] = DateTimeOffset.UtcNow.AddMinutes(-4);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace);
        Assert.Equal("healthy", (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK).GetProperty("checks").Text("scoring"));
    }

    static readonly JsonSerializerOptions Unlimited = new() { MaxDepth = 20_000 };

    static Dictionary<string, object> Deep(int levels)
    {
        object tree = 1;
        for (var level = 0; level < levels; level++) tree = new[] { tree };
        return Sent.Event("COPY").With("tree", tree);
    }
}
