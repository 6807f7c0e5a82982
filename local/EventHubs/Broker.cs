using System.Collections.Concurrent;

namespace Proctoring.Local.EventHubs;

/// <summary>The event hubs of one running copy, in its data folder. A hub is made when it is first named.</summary>
sealed class Broker(string folder, int partitions, TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<string, Hub> _hubs = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock _making = new();

    /// <exception cref="IOException">The hub could not be made (the disk is full); the next try may succeed.</exception>
    public Hub this[string name]
    {
        get
        {
            if (_hubs.TryGetValue(name, out var hub)) return hub;
            lock (_making)
                return _hubs.GetOrAdd(name.ToLowerInvariant(), name => new Hub(Path.Combine(folder, name), name, partitions, clock));
        }
    }

    public void Dispose()
    {
        foreach (var hub in _hubs.Values) hub.Dispose();
    }
}
