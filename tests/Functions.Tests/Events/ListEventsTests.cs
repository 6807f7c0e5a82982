using System.Net;
using System.Text.Json;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Functions.Events;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

[Collection(nameof(SharedApp))]
public sealed class ListEventsTests(SharedApp shared)
{
    [Fact]
    public async Task EventsAreFoundByTypeLabelAndTime()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        var start = DateTimeOffset.UtcNow.AddMinutes(-4);
        for (var n = 0; n < 3; n++)
            await candidate.AcceptAsync(session, Sent.Batch(
                Sent.Event("COPY", start.AddMinutes(n), id: $"copy-{n}").With("label", $"Question {n}"),
                Sent.Event("PASTE", start.AddMinutes(n).AddSeconds(30), id: $"paste-{n}")));
        var proctor = organization.Proctor.Api;
        await proctor.ScoredAsync(session, 6);

        Assert.Equal(["copy-0", "copy-1", "copy-2"], await IdsAsync("type=COPY"));
        Assert.Equal(["copy-1"], await IdsAsync("label=question%201"));
        Assert.Equal(["copy-1", "paste-1", "copy-2", "paste-2"], await IdsAsync($"from={start.AddMinutes(1):O}"));
        // Of what came together, some before and some after.
        Assert.Equal(["paste-1", "copy-2", "paste-2"], await IdsAsync($"from={start.AddMinutes(1).AddSeconds(15).UtcDateTime:O}"));
        Assert.Equal(["copy-0", "paste-0", "copy-1"], await IdsAsync($"to={start.AddMinutes(1).AddSeconds(15).UtcDateTime:O}"));
        Assert.Equal(["copy-0", "paste-0", "copy-1"], await IdsAsync($"to={Uri.EscapeDataString($"{start.AddMinutes(1):O}")}"));
        Assert.Equal(["copy-1"], await IdsAsync($"from={start.AddMinutes(1).UtcDateTime:O}&to={start.AddMinutes(1).UtcDateTime:O}&type=COPY&limit=1"));
        Assert.Empty(await IdsAsync("type=DEVTOOLS"));

        async Task<IEnumerable<string>> IdsAsync(string query) =>
            (await proctor.ListAsync($"/sessions/{session}/events?{query}")).Select(e => e.Text("id"));
    }

    [Fact]
    public async Task ASearchThatFindsLittleGoesOnWhereTheReplyStopped()
    {
        const int Pages = 2_001; // one more than a reply looks through
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();
        var sessions = await shared.App.TableAsync(SessionStore.TableName);
        foreach (var rows in Enumerable.Range(0, Pages).Select(n => Page(n, n == Pages - 1 ? EventType.Copy : EventType.Heartbeat)).Chunk(100))
            await sessions.SubmitTransactionAsync(rows.Select(page => page.ToAction(SessionId.Parse(session))));
        var path = $"/sessions/{session}/events?type=COPY";

        var first = (await organization.Proctor.Api.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Empty(first.GetProperty("items").EnumerateArray());
        var second = (await organization.Proctor.Api.GetAsync($"{path}&cursor={first.Text("next")}")).Expect(HttpStatusCode.OK);

        Assert.Equal($"e{Pages - 1}", Assert.Single(second.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);

        static EventPage Page(int number, EventType type)
        {
            var at = DateTimeOffset.UtcNow;
            using var writer = new PageWriter();
            writer.Add(new(new() { Id = EventId.Parse($"e{number}"), Type = type, OccurredAt = at }, at, Late: false, Deduction: 0, Reason: "test"));
            return Assert.Single(writer.Complete(number));
        }
    }

    [Theory]
    [InlineData("type=COPYING", "type")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=1", "to")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=MA", "cursor")]
    [InlineData("cursor=MC54", "cursor")]
    public async Task AFilterThatMakesNoSenseIsNamed(string query, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();

        (await organization.Proctor.Api.GetAsync($"/sessions/{session}/events?{query}"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task StatisticsCountByTypeSeverityAndMinute()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        await candidate.AcceptAsync(session, Sent.Batch(
            Sent.Event("COPY"), Sent.Event("COPY"), Sent.Event("NO_FACE"), Sent.Event("COPY", DateTimeOffset.UtcNow.AddMinutes(3))));

        var statistics = await organization.Proctor.Api.ScoredAsync(session, 4);
        // That alerts were pushed is noted in the session a moment later, and moves its version.
        await Eventually.GetAsync(
            async () => (
                Session: $"\"{(await organization.Proctor.GetSessionAsync(session)).Version()}\"",
                Statistics: (await organization.Proctor.Api.GetAsync($"/sessions/{session}/statistics")).Headers.ETag?.Tag),
            versions => versions.Statistics == versions.Session);

        Assert.Equal(3, statistics.GetProperty("byType").Number("COPY"));
        Assert.Equal(1, statistics.GetProperty("byType").Number("NO_FACE"));
        Assert.Equal(4, statistics.GetProperty("bySeverity").EnumerateObject().Sum(severity => severity.Value.GetInt32()));
        Assert.Equal(
            [(0, 3), (3, 1)],
            statistics.GetProperty("timeline").EnumerateArray().Select(minute => (minute.Number("minute"), minute.Number("count"))));
    }

    [Fact]
    public async Task ASessionWithoutEventsHasEmptyStatistics()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();

        var statistics = (await organization.Proctor.Api.GetAsync($"/sessions/{session}/statistics")).Expect(HttpStatusCode.OK);

        Assert.Equal(0, statistics.Number("total"));
        Assert.Empty(statistics.GetProperty("timeline").EnumerateArray());
        Assert.Empty(await organization.Proctor.Api.ListAsync($"/sessions/{session}/events"));
    }
}
