using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A command whose reply was lost is sent again under its key: it is carried out once and replied to as the first time.</summary>
[Collection(nameof(SharedApp))]
public sealed class IdempotencyKeyTests(SharedApp shared)
{
    static readonly object Grant = new { minutes = 10, reason = "the network was down" };

    [Fact]
    public async Task TimeIsGrantedOnceHoweverOftenTheRequestComes()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync(durationMinutes: 60);

        var first = await SendAsync(organization.Proctor, id, "time", Grant, "grant-1");
        Assert.Equal((await organization.Proctor.GetSessionAsync(id)).Version(), first.Expect(HttpStatusCode.OK).Version());
        // What happens in between does not show in the answer.
        await organization.Proctor.BeatAsync(id, events, DateTimeOffset.UtcNow);
        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });
        var again = await SendAsync(organization.Proctor, id, "time", Grant, "grant-1");

        Assert.Equal(70 * 60, first.Expect(HttpStatusCode.OK).GetProperty("durationSeconds").GetInt32());
        AssertSame(first, again);
        Assert.Equal(70 * 60, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
        Assert.Single(await organization.Proctor.HistoryAsync(id), "timeGranted");

        // Another key is another command.
        (await SendAsync(organization.Proctor, id, "time", Grant, "grant-2")).Expect(HttpStatusCode.OK);
        Assert.Equal(80 * 60, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task ManyAtOnceAreOne()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 60);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(organization.Proctor, id, "time", Grant, "one")));

        Assert.All(replies, reply => AssertSame(replies[0], reply));
        Assert.Single(await organization.Proctor.HistoryAsync(id), "timeGranted");
    }

    [Fact]
    public async Task ARepetitionIsAnsweredThoughItsVersionIsStaleByThen()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var seen = (await organization.Proctor.Api.GetAsync($"/sessions/{id}")).Headers.ETag!.Tag;

        var first = await organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/time", Grant, seen, "grant");
        var again = await organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/time", Grant, seen, "grant");

        first.Expect(HttpStatusCode.OK);
        AssertSame(first, again);
    }

    [Fact]
    public async Task AKeyThatChangedNothingChangesNothingLaterEither()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });

        var first = await SendAsync(organization.Proctor, id, "pause", new { reason = "again" }, "pause");
        await organization.Proctor.DoAsync(id, "resume");
        var again = await SendAsync(organization.Proctor, id, "pause", new { reason = "again" }, "pause");

        Assert.Equal("paused", first.Expect(HttpStatusCode.OK).Status());
        AssertSame(first, again);
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());
    }

    [Fact]
    public async Task EveryCommandThatCouldActTwiceTakesAKey()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (HttpMethod Method, string Path, object? Body)[] commands =
        [
            (HttpMethod.Post, "pause", new { reason = "fire drill" }),
            (HttpMethod.Post, "resume", null),
            (HttpMethod.Put, "integrity", new { score = 40, reason = "seen" }),
            (HttpMethod.Delete, "integrity", null),
            (HttpMethod.Post, "terminate", new { reason = "left" }),
        ];
        List<ApiReply> replies = [];
        foreach (var (method, path, body) in commands)
            replies.Add(await organization.Proctor.Api.SendAsync(method, $"/sessions/{id}/{path}", body, key: $"{method}-{path}"));
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");
        var review = await SendAsync(organization.Proctor, id, "review", new { decision = "confirmed", note = "a phone" }, "review-1");
        (await SendAsync(organization.Proctor, id, "review", new { decision = "cleared" }, "review-2")).Expect(HttpStatusCode.OK);
        var history = await organization.Proctor.HistoryAsync(id);

        foreach (var ((method, path, body), reply) in commands.Zip(replies))
        {
            reply.Expect(HttpStatusCode.OK);
            AssertSame(reply, await organization.Proctor.Api.SendAsync(method, $"/sessions/{id}/{path}", body, key: $"{method}-{path}"));
        }

        AssertSame(review, await SendAsync(organization.Proctor, id, "review", new { decision = "confirmed", note = "a phone" }, "review-1"));
        Assert.Equal(history, await organization.Proctor.HistoryAsync(id));
        Assert.Equal(
            "cleared", (await organization.Proctor.GetSessionAsync(id)).GetProperty("review").GetProperty("decision").GetString());
    }

    [Fact]
    public async Task AKeyStandsForOneCommandOfOneUser()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 60);
        (await SendAsync(organization.Proctor, id, "time", Grant, "key")).Expect(HttpStatusCode.OK);

        (await SendAsync(organization.Proctor, id, "time", new { minutes = 11, reason = "the network was down" }, "key"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await SendAsync(organization.Proctor, id, "pause", new { reason = "fire drill" }, "key"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());

        // Nor for another command that says the same.
        (await SendAsync(organization.Proctor, id, "pause", new { reason = "fire drill" }, "drill")).Expect(HttpStatusCode.OK);
        (await SendAsync(organization.Proctor, id, "terminate", new { reason = "fire drill" }, "drill"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        // The admin's keys are the admin's.
        (await SendAsync(organization.Admin, id, "time", Grant, "key")).Expect(HttpStatusCode.OK);
        Assert.Equal(80 * 60, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task WhatWasRefusedIsDecidedAnew()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        (await SendAsync(organization.Proctor, id, "time", Grant, "key")).ExpectRefusal("not started");
        await organization.StartSessionAsync(id);
        (await SendAsync(organization.Proctor, id, "time", Grant, "key")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task AKeyHasUpTo64PlainCharacters(string key)
    {
        var organization = shared.Organization;
        var id = await organization.CreateSessionAsync();
        (await SendAsync(organization.Proctor, id, "terminate", new { reason = "not needed" }, key))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "Idempotency-Key");
    }

    [Theory]
    [InlineData("exams")]
    [InlineData("sessions")]
    public async Task WhatIsCreatedUnderAKeyIsCreatedOnce(string what)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        object body = what == "exams"
            ? new { title = "Algebra", durationMinutes = 60 }
            : new { candidateId = organization.Candidate.Id, durationMinutes = 60 };

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CreateAsync(body)));
        var later = await CreateAsync(body);

        replies[0].Expect(HttpStatusCode.Created);
        Assert.Single(replies.Select(reply => reply.Json.Id()).Distinct());
        Assert.All(replies, reply => AssertSame(later, reply));
        Assert.Equal(later.Headers.Location, replies[0].Headers.Location);
        Assert.Single((await organization.Proctor.Api.GetAsync($"/{what}")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
        (await CreateAsync(new { title = "Another", candidateId = organization.Candidate.Id, durationMinutes = 61 }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        Task<ApiReply> CreateAsync(object request) => organization.Proctor.Api.SendAsync(HttpMethod.Post, $"/{what}", request, key: "create.1");
    }

    static Task<ApiReply> SendAsync(Actor actor, string id, string command, object? body, string key) =>
        actor.Api.SendAsync(HttpMethod.Post, $"/sessions/{id}/{command}", body, key: key);

    static void AssertSame(ApiReply first, ApiReply second)
    {
        Assert.Equal((first.Status, first.Text, first.Headers.ETag), (second.Status, second.Text, second.Headers.ETag));
    }
}
