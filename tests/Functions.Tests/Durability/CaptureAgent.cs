using System.Net;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Durability;

/// <summary>
/// Sends batches of events as fast as they are answered, or with a pause between them. What gets no answer it sends again until it gets one, as the
/// contract wants it.
/// </summary>
sealed class CaptureAgent(Api api, string session, int seed, TimeSpan pause)
{
    static readonly string[] Types =
    [
        "LOOKING_AWAY", "NO_FACE", "MULTIPLE_FACES", "TAB_SWITCH", "COPY", "PASTE", "HEARTBEAT", "FOCUS_LOST", "DEVTOOLS",
        "TYPING_SAMPLE", "MOUSE_SAMPLE", "ANSWER_TIMING",
    ];

    readonly Random _random = new(seed);
    int _made;
    int _numbered;

    public string Session => session;

    /// <summary>Ids that were accepted, in the order of the requests.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>Requests that had to be sent again.</summary>
    public int Repeats { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var batch = Sent.Batch(Enumerable.Range(0, _random.Next(1, 40)).Select(_ => NewEvent()).ToList());
            while (await TrySendAsync(batch) is not true)
            {
                Repeats++;
                await Task.Delay(20, CancellationToken.None);
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, CancellationToken.None);
        }
    }

    async Task<bool> TrySendAsync(object batch)
    {
        try
        {
            var reply = await api.PostAsync($"/sessions/{session}/events", batch);
            if ((int)reply.Status >= 500) return false;
            Accepted.AddRange(reply.Expect(HttpStatusCode.Accepted).GetProperty("accepted").EnumerateArray().Select(id => id.GetString()!));
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    Dictionary<string, object> NewEvent()
    {
        var type = Types[_random.Next(Types.Length)];
        // Spread around now, some dated before the start, so that many episodes begin; every third without a number, so that its id has to do.
        var sent = Sent.Event(type, DateTimeOffset.UtcNow.AddSeconds(_random.Next(-300, 290)), id: $"{session}-{++_made}");
        if (_made % 3 != 0) sent["seq"] = ++_numbered;
        return type switch
        {
            "FOCUS_LOST" => sent.With("durationMs", _random.Next(60_000)),
            "TYPING_SAMPLE" => sent.With("data", new { wpm = _random.Next(200) }),
            "MOUSE_SAMPLE" => sent.With("data", new { pxPerSecond = _random.Next(2000) }),
            "ANSWER_TIMING" => sent.With("data", new { questionId = $"q{_random.Next(20)}", seconds = _random.Next(300) }),
            _ => sent.With("confidence", _random.NextDouble()),
        };
    }
}
