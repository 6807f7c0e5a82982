using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Realtime;

[Collection(nameof(SharedApp))]
public sealed class RealtimeTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    static bool IsOf(JsonElement message, string session) =>
        message.GetProperty("sessionId").GetString() == session;

    [Fact]
    public async Task NegotiationGivesAnAddressAndAToken()
    {
        var organization = shared.Organization;
        var connection = (await organization.Candidate.Api.PostAsync("/realtime/negotiate")).Expect(HttpStatusCode.OK);
        Assert.Equal(["accessToken", "url"], connection.EnumerateObject().Select(field => field.Name).Order());
        Assert.EndsWith("/client/?hub=proctoring", connection.GetProperty("url").GetString());
    }

    [Fact]
    public async Task AProctorHearsOfTheSessionThatItWatches()
    {
        var organization = shared.Organization;
        var session = await organization.CreateSessionAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        await organization.StartSessionAsync(session);
        var message = await proctor.WaitForAsync("session", m => IsOf(m, session));
        Assert.Equal("running", message.GetProperty("status").GetString());
        Assert.Equal("present", message.GetProperty("presence").GetString());
        Assert.True(message.GetProperty("deadline").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task SubscriptionsReachExamsAndWholeOrganizations()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var exam = await organization.CreateExamAsync();
        var session = await organization.CreateSessionAsync(exam);
        var other = await organization.CreateSessionAsync(candidate: await organization.AddUserAsync("candidate"));
        await using var byExam = await organization.Proctor.WatchAsync(new { examId = exam });
        await using var byOrganization = await organization.Admin.WatchAsync(new { });
        await organization.StartSessionAsync(session);
        await byExam.WaitForAsync("session", m => IsOf(m, session));
        await byOrganization.WaitForAsync("session", m => IsOf(m, session));

        (await organization.Proctor.Api.PostAsync($"/sessions/{other}/terminate", new { reason = "not needed" })).Expect(HttpStatusCode.OK);
        await byOrganization.WaitForAsync("session", m => IsOf(m, other));
        Assert.DoesNotContain(byExam.Messages, message => IsOf(message.Payload, other));
    }

    [Fact]
    public async Task ASubscriptionHoldsForTheUsersLaterConnections()
    {
        var organization = shared.Organization;
        var session = await organization.CreateSessionAsync();
        (await organization.Proctor.Api.PostAsync("/realtime/subscriptions", new { sessionId = session })).Expect(HttpStatusCode.NoContent);
        await using var proctor = await organization.Proctor.ConnectAsync();
        await organization.StartSessionAsync(session);
        await proctor.WaitForAsync("session", m => IsOf(m, session));

        // For a day: what the service was asked for stands in its file.
        await using var file = new FileStream(Path.Combine(_app.DataFolder, "signalr-groups.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var memberships = (await new StreamReader(file).ReadToEndAsync()).Split('\n');
        var until = JsonDocument.Parse(memberships.Single(line => line.Contains(session, StringComparison.Ordinal))).RootElement.GetProperty("Until");
        Assert.Equal(DateTimeOffset.UtcNow.AddDays(1), until.GetDateTimeOffset(), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task ACandidateHearsOfItsOwnSessionWithoutSubscribingAndNothingThatIsForProctors()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var session = await organization.CreateSessionAsync();
        await using var candidate = await organization.Candidate.ConnectAsync();
        (await organization.Candidate.Api.PostAsync("/realtime/subscriptions", new { sessionId = session })).Expect(HttpStatusCode.NoContent);
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        var (_, events) = await organization.StartSessionAsync(session);
        (await events.PostAsync($"/sessions/{session}/events", new
        {
            id = "e1",
            type = "MULTIPLE_FACES",
            occurredAt = DateTimeOffset.UtcNow,
            seq = 1,
        })).Expect(HttpStatusCode.Accepted);

        await proctor.WaitForAsync("activity", m => IsOf(m, session));
        var score = await proctor.WaitForAsync("score", m => IsOf(m, session) && m.GetProperty("integrity").GetInt32() == 80);
        Assert.Equal(DateTimeOffset.UtcNow, score.GetProperty("lastSeenAt").GetDateTimeOffset(), TimeSpan.FromMinutes(5));
        await proctor.WaitForAsync("alert", m => IsOf(m, session));
        var acknowledged = await candidate.WaitForAsync("ack", m => IsOf(m, session));
        Assert.Equal(1, acknowledged.GetProperty("upToSeq").GetInt32());
        (await organization.Candidate.Api.PostAsync($"/sessions/{session}/submit")).Expect(HttpStatusCode.OK);
        await candidate.WaitForAsync("session", m => m.GetProperty("status").GetString() == "submitted");
        Assert.All(candidate.Messages, message => Assert.Contains(message.Method, new[] { "session", "ack" }));
    }

    [Fact]
    public async Task ACandidateSubscribesToNothingElse()
    {
        var organization = shared.Organization;
        var exam = await organization.CreateExamAsync();
        var foreign = await organization.CreateSessionAsync(exam, candidate: await organization.AddUserAsync("candidate"));
        var api = organization.Candidate.Api;
        (await api.PostAsync("/realtime/subscriptions", new { sessionId = foreign })).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await api.PostAsync("/realtime/subscriptions", new { examId = exam })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await api.PostAsync("/realtime/subscriptions", new { })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await api.PostAsync("/realtime/subscriptions")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task WhatOtherOrganizationsHaveIsNotFound()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var other = await TestOrganization.CreateAsync(_app);
        var api = other.Proctor.Api;
        (await api.PostAsync("/realtime/subscriptions", new { sessionId = await organization.CreateSessionAsync() }))
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await api.PostAsync("/realtime/subscriptions", new { examId = await organization.CreateExamAsync() }))
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await api.PostAsync("/realtime/subscriptions", new { sessionId = "a/b" })).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await api.PostAsync("/realtime/subscriptions", new { sessionId = "a", examId = "b" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "examId");
        (await api.PostAsync("/realtime/subscriptions", new { sessionId = 7 }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "sessionId");
    }

    [Fact]
    public async Task NobodyHearsOfOtherOrganizations()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var other = await TestOrganization.CreateAsync(_app);
        await using var stranger = await other.Proctor.WatchAsync(new { });
        await using var proctor = await organization.Proctor.WatchAsync(new { });
        var session = await organization.CreateSessionAsync();
        await organization.StartSessionAsync(session);
        await proctor.WaitForAsync("session", m => IsOf(m, session));
        var own = await other.CreateSessionAsync();
        await other.StartSessionAsync(own);
        await stranger.WaitForAsync("session", m => IsOf(m, own));
        Assert.DoesNotContain(stranger.Messages, message => IsOf(message.Payload, session));
    }
}
