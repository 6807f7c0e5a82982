using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class MissingNumbersTests(SharedApp shared)
{
    [Fact]
    public async Task GapsInTheRunningNumbersAreShownToReadersOnly()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        await SendAsync(events, id, 2, 3, 7, 10);

        var missing = (await WaitAsync(organization, id, 4)).GetProperty("missing");

        Assert.Equal(6, missing.GetProperty("count").GetInt64());
        Assert.Equal([(1, 1), (4, 6), (8, 9)], missing.GetProperty("ranges").EnumerateArray()
            .Select(range => (range.GetProperty("from").GetInt32(), range.GetProperty("to").GetInt32())));
        Assert.False((await organization.Candidate.GetSessionAsync(id)).TryGetProperty("missing", out _));

        // They may still come.
        await SendAsync(events, id, 1, 4, 5, 6, 8, 9);
        missing = (await WaitAsync(organization, id, 10)).GetProperty("missing");
        Assert.Equal((0, 0), (missing.GetProperty("count").GetInt32(), missing.GetProperty("ranges").GetArrayLength()));
    }

    [Fact]
    public async Task OfManyGapsTheFirstHundredAreNamedAndAllAreCounted()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        await SendAsync(events, id, [.. Enumerable.Range(1, 100).Select(n => 3 * n)]);
        await SendAsync(events, id, [.. Enumerable.Range(101, 50).Select(n => 3 * n)]);

        var missing = (await WaitAsync(organization, id, 150)).GetProperty("missing");

        Assert.Equal((300, 100), (missing.GetProperty("count").GetInt32(), missing.GetProperty("ranges").GetArrayLength()));
    }

    static async Task SendAsync(Api events, string id, params int[] numbers) =>
        (await events.PostAsync($"/sessions/{id}/events", new
        {
            events = numbers.Select(seq => new { id = $"e{seq}", seq, type = "HEARTBEAT", occurredAt = DateTimeOffset.UtcNow }),
        })).Expect(HttpStatusCode.Accepted);

    static Task<System.Text.Json.JsonElement> WaitAsync(TestOrganization organization, string id, int events) => Eventually.GetAsync(
        () => organization.Proctor.GetSessionAsync(id),
        session => session.GetProperty("counts").TryGetProperty("HEARTBEAT", out var count) && count.GetInt32() == events);
}
