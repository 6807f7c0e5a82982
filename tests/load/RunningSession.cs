using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Proctoring.Load;

/// <summary>A started session that the load generator feeds. One sender at a time.</summary>
sealed class RunningSession(string id, Uri events, string token)
{
    // Mostly quiet telemetry with a deduction now and then, as a real exam.
    static readonly string[] Types = ["HEARTBEAT", "FULLSCREEN_EXIT", "LOOKING_AWAY", "CONTEXT_MENU", "HEARTBEAT", "COPY", "BLOCKED_SHORTCUT", "HEARTBEAT"];
    volatile AuthenticationHeaderValue _token = new("Bearer", token);

    public string Id { get; } = id;

    /// <summary>Goes on with another token; the old one need not have ended.</summary>
    public void Renew(string newToken) => _token = new("Bearer", newToken);

    /// <summary>Events made so far; each is posted once.</summary>
    public int Sent { get; private set; }

    public string NextEvent() => NextEvent(Types[Sent % Types.Length], DateTimeOffset.UtcNow);

    public string NextEvent(string type, DateTimeOffset at)
    {
        var seq = ++Sent;
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"id":"{{Id[^Math.Min(12, Id.Length)..]}}-{{seq}}","type":"{{type}}","occurredAt":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","seq":{{seq}},"confidence":0.87,"label":"load"}""");
    }

    public HttpRequestMessage Post(int count)
    {
        if (count == 1) return Post(NextEvent());
        var body = new StringBuilder("{\"events\":[");
        for (var i = 0; i < count; i++) body.Append(i > 0 ? "," : "").Append(NextEvent());
        return Post(body.Append("]}").ToString());
    }

    public HttpRequestMessage Post(string body) =>
        new(HttpMethod.Post, events) { Content = Json(body), Headers = { Authorization = _token } };

    public static ByteArrayContent Json(string body) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
}
