using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

/// <summary>What a candidate's capture agent sends.</summary>
static class Sent
{
    /// <summary>An event of this moment.</summary>
    public static Dictionary<string, object> Event(string type, DateTimeOffset? at = null, int? seq = null, string? id = null)
    {
        var sent = new Dictionary<string, object>
        {
            ["id"] = id ?? Guid.NewGuid().ToString("N"),
            ["type"] = type,
            ["occurredAt"] = (at ?? DateTimeOffset.UtcNow).ToString("O", CultureInfo.InvariantCulture),
        };
        if (seq is not null) sent["seq"] = seq;
        return sent;
    }

    public static Dictionary<string, object> With(this Dictionary<string, object> sent, string field, object value)
    {
        sent[field] = value;
        return sent;
    }

    public static object Batch(params IEnumerable<object> events) => new { events = events.ToArray() };

    public static StringContent Raw(string json) => new(json, Encoding.UTF8, "application/json");
}

static class CandidateApi
{
    /// <summary>Sends events that are all acceptable; gives their ids.</summary>
    public static async Task<string[]> AcceptAsync(this Api api, string session, object body)
    {
        var reply = (await api.PostAsync($"/sessions/{session}/events", body)).Expect(HttpStatusCode.Accepted);
        Assert.Empty(reply.GetProperty("refused").EnumerateArray());
        return [.. reply.GetProperty("accepted").EnumerateArray().Select(id => id.GetString()!)];
    }

    /// <summary>Waits until so many events of a session are scored; gives its statistics.</summary>
    public static Task<JsonElement> ScoredAsync(this Api api, string session, int total) => Eventually.GetAsync(
        async () => (await api.GetAsync($"/sessions/{session}/statistics")).Expect(HttpStatusCode.OK),
        statistics => statistics.GetProperty("total").GetInt32() >= total);

    /// <summary>All items of a list, page by page.</summary>
    public static async Task<List<JsonElement>> ListAsync(this Api api, string path)
    {
        List<JsonElement> items = [];
        for (string? cursor = null; ;)
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = (await api.GetAsync(cursor is null ? path : $"{path}{separator}cursor={cursor}")).Expect(HttpStatusCode.OK);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
            if (cursor is null) return items;
        }
    }

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;

    public static int Number(this JsonElement json, string property) => json.GetProperty(property).GetInt32();
}
