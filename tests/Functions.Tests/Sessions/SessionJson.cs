using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>Shorthands for what nearly every test of a session asks.</summary>
static class SessionJson
{
    public static string Status(this JsonElement session) => session.GetProperty("status").GetString()!;

    public static long Version(this JsonElement session) => session.GetProperty("version").GetInt64();

    public static string Id(this JsonElement item) => item.GetProperty("id").GetString()!;

    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } time ? time.GetDateTimeOffset() : null;

    public static async Task<JsonElement> GetSessionAsync(this Actor actor, string id) =>
        (await actor.Api.GetAsync($"/sessions/{id}")).Expect(HttpStatusCode.OK);

    /// <summary>Executes a command that has to be accepted.</summary>
    public static async Task<JsonElement> DoAsync(this Actor actor, string id, string command, object? body = null) =>
        (await actor.Api.PostAsync($"/sessions/{id}/{command}", body)).Expect(HttpStatusCode.OK);

    /// <summary>The names of what happened, oldest first.</summary>
    public static async Task<string[]> HistoryAsync(this Actor actor, string id) =>
        [.. (await actor.FactsAsync(id)).Select(fact => fact.GetProperty("what").GetString()!)];

    public static async Task<JsonElement[]> FactsAsync(this Actor actor, string id) =>
        [.. (await actor.Api.GetAsync($"/sessions/{id}/history?limit=200")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    public static Task<JsonElement> WaitForStatusAsync(this Actor actor, string id, string status) =>
        Eventually.GetAsync(() => actor.GetSessionAsync(id), session => session.Status() == status);

    public static Task<string[]> WaitForFactAsync(this Actor actor, string id, string what) =>
        Eventually.GetAsync(() => actor.HistoryAsync(id), history => history.Contains(what));

    /// <summary>Sends one sign of life and waits until it was scored.</summary>
    public static async Task BeatAsync(this Actor proctor, string id, Api events, DateTimeOffset at)
    {
        var beat = Guid.NewGuid().ToString("N");
        (await events.PostAsync($"/sessions/{id}/events", new { id = beat, type = "HEARTBEAT", occurredAt = at })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            () => proctor.Api.GetAsync($"/sessions/{id}/events?type=HEARTBEAT&limit=200"),
            reply => reply.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray().Any(item => item.Id() == beat));
    }

    /// <summary>
    /// Lets days go by until the daily sweep has removed these sessions; one that still runs when the clock is moved misses that day.
    /// Gives the reader, logged in again.
    /// </summary>
    public static async Task<Actor> WaitUntilSweptAsync(this Actor reader, params string[] ids)
    {
        for (var day = 1; ; day++)
        {
            await reader.App.AdvanceAsync(TimeSpan.FromDays(1));
            reader = await reader.LogInAgainAsync();
            try
            {
                foreach (var id in ids)
                    await Eventually.GetAsync(
                        () => reader.Api.GetAsync($"/sessions/{id}"), reply => reply.Status == HttpStatusCode.NotFound, TimeSpan.FromSeconds(5));
                return reader;
            }
            catch (TimeoutException) when (day < 12)
            {
                // The next day's has it.
            }
        }
    }

    public static void ExpectRefusal(this ApiReply reply, string words) =>
        Assert.Contains(words, reply.ExpectProblem(HttpStatusCode.Conflict, "refused").GetProperty("detail").GetString());
}
