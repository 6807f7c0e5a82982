using System.Net;
using System.Net.Sockets;

namespace Proctoring.Local.Host;

/// <summary>
/// A loopback port, bound from the moment it is chosen until Kestrel listens on it, so that nobody takes it in
/// between. Bound on IPv6 too where there is one, since browsers and curl try <c>::1</c> first for localhost.
/// </summary>
sealed class ReservedPort : IDisposable
{
    readonly Dictionary<IPAddress, Socket> _sockets;

    ReservedPort(int number, Dictionary<IPAddress, Socket> sockets) => (Number, _sockets) = (number, sockets);

    public int Number { get; }

    public IEnumerable<IPEndPoint> EndPoints => _sockets.Keys.Select(address => new IPEndPoint(address, Number));

    /// <param name="port">0 for any free one.</param>
    /// <returns>Null if the port is taken.</returns>
    public static ReservedPort? TryTake(int port)
    {
        if (port == 0 && Socket.OSSupportsIPv6)
        {
            // The system picks a port that is free on IPv4; that it be free on IPv6 too is likely, not certain.
            for (var attempt = 0; attempt < 10; attempt++)
                if (TryTakeBoth(0) is { } taken)
                    return taken;
            return null;
        }
        return TryTakeBoth(port);
    }

    static ReservedPort? TryTakeBoth(int port)
    {
        if (TryBind(IPAddress.Loopback, port) is not { } v4) return null;
        var number = ((IPEndPoint)v4.LocalEndPoint!).Port;
        var sockets = new Dictionary<IPAddress, Socket> { [IPAddress.Loopback] = v4 };
        if (HasIPv6Loopback())
        {
            if (TryBind(IPAddress.IPv6Loopback, number) is not { } v6)
            {
                v4.Dispose();
                return null;
            }
            sockets[IPAddress.IPv6Loopback] = v6;
        }
        return new(number, sockets);
    }

    /// <summary>Hands the bound socket over to Kestrel, which closes it.</summary>
    public Socket Give(EndPoint endPoint)
    {
        if (endPoint is IPEndPoint { Address: var address } && _sockets.Remove(address, out var socket)) return socket;
        throw new StartupException($"The local host only listens on loopback port {Number}, not on {endPoint}.");
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values) socket.Dispose();
        _sockets.Clear();
    }

    static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        using var probe = TryBind(IPAddress.IPv6Loopback, 0);
        return probe is not null;
    }

    static Socket? TryBind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(new IPEndPoint(address, port));
            // On Linux two sockets can be bound to one port as long as none listens.
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
