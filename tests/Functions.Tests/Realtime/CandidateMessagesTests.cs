using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Realtime;

/// <summary>A candidate is told what its own view of the session shows, whatever others do to it, and nothing else.</summary>
[Collection(nameof(SharedApp))]
public sealed class CandidateMessagesTests(SharedApp shared)
{
    /// <summary>Stands in everything that people write about the session and not to its candidate.</summary>
    const string NotForCandidates = "not for candidates";

    /// <summary>What can be done to a running session, in an order in which all of it is accepted. <c>{alert}</c> stands for its alert.</summary>
    static readonly (string Method, string Path, object? Body)[] WhileItRuns =
    [
        ("POST", "pause", new { reason = "fire drill" }),
        ("POST", "time", new { minutes = 5, reason = NotForCandidates }),
        ("POST", "resume", null),
        ("POST", "time", new { minutes = 5, reason = NotForCandidates }),
        ("PUT", "integrity", new { score = 40, reason = NotForCandidates }),
        ("DELETE", "integrity", null),
        ("POST", "alerts/{alert}/resolve", new { note = NotForCandidates }),
        ("POST", "terminate", new { reason = "left the room" }),
    ];

    static readonly (string Method, string Path, object? Body)[] AfterTheEnd =
    [
        ("POST", "review", new { decision = "secondReview", note = NotForCandidates }),
        ("POST", "review", new { decision = "confirmed", note = NotForCandidates + ", corrected" }),
        ("PUT", "integrity", new { score = 10, reason = NotForCandidates }),
        ("POST", "reports", new { format = "csv" }),
    ];

    readonly Dictionary<long, JsonElement> _views = [];

    [Fact]
    public async Task EveryMessageSaysNoMoreThanTheCandidatesViewOfTheSession()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        await using var candidate = await organization.Candidate.ConnectAsync();
        await organization.Candidate.DoAsync(id, "ready");
        await SeeAsync(organization, id);
        var (_, events) = await organization.StartSessionAsync(id);
        await SeeAsync(organization, id);
        (await events.PostAsync($"/sessions/{id}/events", new { id = "e1", seq = 1, type = "MULTIPLE_FACES", occurredAt = DateTimeOffset.UtcNow }))
            .Expect(HttpStatusCode.Accepted);
        await candidate.WaitForAsync("ack");
        var alert = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/alerts")).Expect(HttpStatusCode.OK).GetProperty("items")[0].Id();

        foreach (var step in WhileItRuns) await DoAsync(step);
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");
        foreach (var step in AfterTheEnd) await DoAsync(step);

        // Messages come in the order in which they were sent: with the last one all are here.
        var last = _views.Keys.Max();
        await organization.Candidate.Api.GetAsync($"/sessions/{id}");
        await candidate.WaitForAsync("session", message => message.Version() >= last - 1);
        var told = candidate.Messages.Where(message => message.Method == "session").ToList();
        Assert.All(candidate.Messages, message => Assert.Contains(message.Method, new[] { "session", "ack" }));
        Assert.All(candidate.Messages, message => Assert.DoesNotContain(NotForCandidates, message.Payload.GetRawText()));
        Assert.All(candidate.Messages.Where(message => message.Method == "ack"), message => Assert.Equal(
            ["accepted", "sessionId", "upToSeq"], message.Payload.EnumerateObject().Select(field => field.Name).Order()));
        Assert.All(told, message => Compare(message.Payload));
        Assert.True(told.Count(message => _views.ContainsKey(message.Payload.Version())) >= 7, "Too few messages could be compared.");

        async Task DoAsync((string Method, string Path, object? Body) step)
        {
            var path = $"/sessions/{id}/{step.Path.Replace("{alert}", alert)}";
            var reply = await organization.Proctor.Api.SendAsync(new(step.Method), path, step.Body);
            Assert.True((int)reply.Status is 200 or 202, $"{path}: {reply.Text}");
            await SeeAsync(organization, id);
        }
    }

    async Task SeeAsync(TestOrganization organization, string id)
    {
        var view = await organization.Candidate.GetSessionAsync(id);
        Assert.DoesNotContain(NotForCandidates, view.GetRawText());
        _views[view.Version()] = view;
    }

    void Compare(JsonElement message)
    {
        if (!_views.TryGetValue(message.Version(), out var view)) view = _views.Values.First();
        var comparable = _views.ContainsKey(message.Version());
        foreach (var field in message.EnumerateObject())
        {
            var shown = field.Name switch
            {
                "sessionId" => view.GetProperty("id"),
                // Absent where nobody gave one.
                "reason" => comparable ? view.GetProperty("reason") : field.Value,
                _ => view.GetProperty(field.Name),
            };
            // Who does not sit in a running session is missed by nobody.
            if (field.Name == "presence" && shown.ValueKind == JsonValueKind.Null)
                Assert.Equal("present", field.Value.GetString());
            else if (comparable)
                Assert.Equal(shown.GetRawText(), field.Value.GetRawText());
        }
    }
}
