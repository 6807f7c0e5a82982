using System.Net;
using System.Net.Sockets;

namespace Proctoring.Testing;

/// <summary>Callers at other addresses than everybody else: all of 127.0.0.0/8 is this machine.</summary>
public static class Addresses
{
    /// <summary>An address that no other test uses.</summary>
    public static string New() => $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}";

    /// <summary>A client there; to be disposed of.</summary>
    public static HttpClient From(this TestApp app, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = app.Http.BaseAddress,
    };
}
