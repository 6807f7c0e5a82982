using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>Two versions: one orders what clients are told, the other tells whether somebody has decided something meanwhile.</summary>
[Collection(nameof(SharedApp))]
public sealed class VersionTests(SharedApp shared)
{
    [Fact]
    public async Task ACommandOnAStaleVersionIsRefused()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var before = await organization.Proctor.Api.GetAsync($"/sessions/{id}");
        var current = before.Headers.ETag!.Tag;

        await organization.Proctor.DoAsync(id, "time", new { minutes = 5, reason = "somebody else" });

        (await organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/pause", new { reason = "stale" }, current))
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "stale");
        var now = (await organization.Proctor.Api.GetAsync($"/sessions/{id}")).Headers.ETag!.Tag;
        (await organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/pause", new { reason = "fresh" }, now))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WhatTheCandidateSendsMakesNoCommandStale()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        var seen = await organization.Proctor.Api.GetAsync($"/sessions/{id}");

        await organization.Proctor.BeatAsync(id, events, DateTimeOffset.UtcNow);

        var now = await organization.Proctor.GetSessionAsync(id);
        Assert.True(now.Version() > seen.Json.Version());
        Assert.Equal(Lifecycle(seen.Json), Lifecycle(now));
        Assert.Equal($"\"{Lifecycle(now)}\"", seen.Headers.ETag!.Tag);
        (await organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/pause", new { reason = "seen" }, seen.Headers.ETag!.Tag))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnOverrideAndAResolvedAlertMakeACommandStale()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        (await events.PostAsync($"/sessions/{id}/events", new { id = "e1", type = "MULTIPLE_FACES", occurredAt = DateTimeOffset.UtcNow }))
            .Expect(HttpStatusCode.Accepted);
        var alerts = await Eventually.GetAsync(
            async () => (await organization.Proctor.Api.GetAsync($"/sessions/{id}/alerts")).Expect(HttpStatusCode.OK).GetProperty("items"),
            items => items.GetArrayLength() > 0);

        foreach (var (method, path, body) in new (HttpMethod, string, object)[]
        {
            (HttpMethod.Put, "integrity", new { score = 40, reason = "seen in person" }),
            (HttpMethod.Post, $"alerts/{alerts[0].Id()}/resolve", new { note = "seen" }),
        })
        {
            var seen = (await organization.Proctor.Api.GetAsync($"/sessions/{id}")).Headers.ETag!.Tag;
            (await organization.Proctor.Api.SendAsync(method, $"/sessions/{id}/{path}", body)).Expect(HttpStatusCode.OK);
            (await organization.Admin.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/pause", new { reason = "stale" }, seen))
                .ExpectProblem(HttpStatusCode.PreconditionFailed, "stale");
        }
    }

    static int Lifecycle(System.Text.Json.JsonElement session) => session.GetProperty("lifecycleVersion").GetInt32();
}
