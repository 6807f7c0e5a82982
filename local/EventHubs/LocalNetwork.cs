using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// Which broker answers at which address. Static, because a client of the SDK is made from an address alone.
/// </summary>
static class LocalNetwork
{
    static readonly ConcurrentDictionary<string, Broker> Brokers = new(StringComparer.OrdinalIgnoreCase);

    public static void Join(string address, Broker broker) => Brokers[address] = broker;

    public static void Leave(string address) => Brokers.TryRemove(address, out _);

    public static bool TryFind(string address, [NotNullWhen(true)] out Broker? broker) => Brokers.TryGetValue(address, out broker);
}
