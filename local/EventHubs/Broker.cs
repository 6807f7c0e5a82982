using System.Collections.Concurrent;

namespace Proctoring.Local.EventHubs;

/// <summary>The event hubs of one running copy, in its data folder. A hub is made when it is first named.</summary>
sealed class Broker(string folder, int partitions, TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<string, Lazy<Hub>> _hubs = new(StringComparer.OrdinalIgnoreCase);

    public Hub this[string name] => _hubs.GetOrAdd(name.ToLowerInvariant(), name =>
        new(() => new Hub(Path.Combine(folder, name), name, partitions, clock))).Value;

    public void Dispose()
    {
        foreach (var hub in _hubs.Values.Where(hub => hub.IsValueCreated)) hub.Value.Dispose();
    }
}
