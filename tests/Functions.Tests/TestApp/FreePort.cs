using System.Net;
using System.Net.Sockets;

namespace Proctoring.Testing;

/// <summary>Ports for what a test has listen, also again after it was killed.</summary>
static class FreePort
{
    // Below those that systems give to outgoing connections: one of these must not take the port while nobody listens.
    const int First = 20_000;
    const int Last = 32_000;

    /// <summary>A loopback port on which nobody listens now.</summary>
    public static int Choose()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
