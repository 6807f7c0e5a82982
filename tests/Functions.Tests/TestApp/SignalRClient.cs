using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Proctoring.Testing;

/// <summary>A message from the hub.</summary>
/// <param name="Method">The client method.</param>
/// <param name="Payload">Its one argument.</param>
/// <param name="ReceivedAt">As <see cref="Stopwatch.GetTimestamp"/>.</param>
public sealed record HubMessage(string Method, JsonElement Payload, long ReceivedAt);

/// <summary>A SignalR client that speaks the JSON hub protocol over a WebSocket, as a browser does.</summary>
public sealed class SignalRClient : IAsyncDisposable
{
    const byte RecordSeparator = 0x1e;
    static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly List<HubMessage> _messages = [];
    volatile bool _reads = true;
    TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _reading = Task.CompletedTask;
    Task _pinging = Task.CompletedTask;

    SignalRClient()
    {
    }

    /// <summary>All messages so far.</summary>
    public IReadOnlyList<HubMessage> Messages
    {
        get
        {
            lock (_lock) return [.. _messages];
        }
    }

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _reading;

    /// <summary>Connects to where <c>POST /realtime/negotiate</c> sends a client.</summary>
    public static async Task<SignalRClient> ConnectAsync(string url, string accessToken)
    {
        var address = new UriBuilder(url);
        using var http = new HttpClient();
        using var negotiate = new HttpRequestMessage(HttpMethod.Post, new UriBuilder(url)
        {
            Path = address.Path.TrimEnd('/') + "/negotiate",
            Query = address.Query + "&negotiateVersion=1",
        }.Uri);
        negotiate.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var reply = await http.SendAsync(negotiate);
        reply.EnsureSuccessStatusCode();
        var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;

        var client = new SignalRClient();
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        address.Query += $"&id={Uri.EscapeDataString(json.GetProperty("connectionToken").GetString()!)}"
            + $"&access_token={Uri.EscapeDataString(accessToken)}";
        await client._socket.ConnectAsync(address.Uri, CancellationToken.None);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        var handshake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client._reading = client.ReadAsync(handshake);
        client._pinging = client.PingAsync();
        await handshake.Task.WaitAsync(DefaultPatience);
        return client;
    }

    /// <summary>The first message of this method that the condition holds for, past or to come.</summary>
    public async Task<JsonElement> WaitForAsync(string method, Func<JsonElement, bool>? condition = null, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        var limit = patience ?? DefaultPatience;
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                foreach (var message in _messages)
                    if (message.Method == method && (condition is null || condition(message.Payload)))
                        return message.Payload;
                arrival = _arrival.Task;
            }
            var left = limit - watch.Elapsed;
            if (left <= TimeSpan.Zero || await Task.WhenAny(arrival, Task.Delay(left)) != arrival)
                throw new TimeoutException($"No fitting '{method}' came within {limit}. What came: "
                    + string.Join("\n", Messages.Select(message => $"{message.Method} {message.Payload}")));
        }
    }

    /// <summary>Takes nothing more from the connection, like a browser that hangs.</summary>
    public void StopReading() => _reads = false;

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (_socket.State == WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The other side was gone already.
        }
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _pinging);
        _socket.Dispose();
        _stop.Dispose();
    }

    Task SendAsync(string message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + (char)RecordSeparator), WebSocketMessageType.Text, true, CancellationToken.None);

    async Task PingAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(PingInterval, _stop.Token);
                await SendAsync("""{"type":6}""");
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed.
        }
    }

    async Task ReadAsync(TaskCompletionSource handshake)
    {
        var received = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                if (!_reads) await Task.Delay(Timeout.Infinite, _stop.Token);
                var part = await _socket.ReceiveAsync(received.GetMemory(16 * 1024), _stop.Token);
                if (part.MessageType == WebSocketMessageType.Close) break;
                received.Advance(part.Count);
                if (!part.EndOfMessage) continue;
                Take(received.WrittenMemory, handshake);
                received.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed.
        }
        handshake.TrySetException(new InvalidOperationException("The connection was closed during the handshake."));
    }

    void Take(ReadOnlyMemory<byte> frames, TaskCompletionSource handshake)
    {
        var now = Stopwatch.GetTimestamp();
        while (frames.Span.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            var message = JsonDocument.Parse(frames[..end].ToArray()).RootElement;
            frames = frames[(end + 1)..];
            if (!handshake.Task.IsCompleted)
            {
                if (message.TryGetProperty("error", out var error)) handshake.SetException(new InvalidOperationException(error.GetString()));
                else handshake.SetResult();
                continue;
            }
            // 1 is an invocation; the others (ping, close …) carry nothing for us.
            if (message.GetProperty("type").GetInt32() != 1) continue;
            lock (_lock)
            {
                _messages.Add(new(message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0], now));
                _arrival.SetResult();
                _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
