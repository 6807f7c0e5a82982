using System.Collections.Concurrent;

namespace Proctoring.Local.SignalR;

/// <summary>Which connections each user has now.</summary>
sealed class ClientConnections
{
    readonly ConcurrentDictionary<string, IReadOnlyList<string>> _byUser = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Of(string userId) => _byUser.GetValueOrDefault(userId, []);

    public void Add(string userId, string connectionId) =>
        _byUser.AddOrUpdate(userId, [connectionId], (_, connections) => [.. connections, connectionId]);

    public void Remove(string userId, string connectionId)
    {
        while (_byUser.TryGetValue(userId, out var connections))
        {
            IReadOnlyList<string> rest = [.. connections.Where(id => id != connectionId)];
            if (rest.Count == 0
                ? _byUser.TryRemove(new(userId, connections))
                : _byUser.TryUpdate(userId, rest, connections))
                return;
        }
    }
}
