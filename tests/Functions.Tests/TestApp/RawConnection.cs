using System.Net.Sockets;
using System.Text;

namespace Proctoring.Testing;

/// <summary>Says to the application what no HTTP client would say, and hangs up when it likes.</summary>
public sealed class RawConnection : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(TestApp app)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(System.Net.IPAddress.Loopback, app.Port);
        return connection;
    }

    /// <param name="lines">The request's lines, without their ends; an empty one ends the headers.</param>
    public Task SendAsync(params IEnumerable<string> lines) => SendTextAsync(string.Concat(lines.Select(line => line + "\r\n")));

    public async Task SendTextAsync(string text)
    {
        for (ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(text); left.Length > 0;)
            left = left[await _socket.SendAsync(left)..];
    }

    /// <summary>What comes first, be it a part of the reply or all of it.</summary>
    public async Task<string> ReadSomeAsync()
    {
        var some = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Encoding.UTF8.GetString(some, 0, await _socket.ReceiveAsync(some, patience.Token));
    }

    /// <summary>All that comes until the application closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(_socket);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stream.CopyToAsync(all, patience.Token);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>Says that nothing more comes, as a browser does that is closed; or breaks off, as a network does that is gone.</summary>
    public void HangUp(bool breakOff)
    {
        if (breakOff) _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
