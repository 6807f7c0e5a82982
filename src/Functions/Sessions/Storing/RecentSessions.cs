using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The sessions that this process read or wrote last, at most <paramref name="capacity"/>. A copy may be stale: only a
/// save guarded by its ETag finds out.
/// </summary>
sealed class RecentSessions(int capacity)
{
    readonly Lock _lock = new();
    readonly Dictionary<SessionId, LinkedListNode<StoredSession>> _nodes = [];
    readonly LinkedList<StoredSession> _order = new();

    public StoredSession? Find(SessionId id)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(id, out var node))
                return null;
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>
    /// Keeps the newer one of what is here and <paramref name="session"/>: reads and writes overtake each other.
    /// </summary>
    public void Keep(StoredSession session)
    {
        var id = session.Record.Id;
        lock (_lock)
        {
            if (_nodes.TryGetValue(id, out var node))
            {
                if (node.Value.Record.Version > session.Record.Version)
                    return;
                _order.Remove(node);
                node.Value = session;
            }
            else
            {
                node = new LinkedListNode<StoredSession>(session);
                _nodes.Add(id, node);
            }

            _order.AddFirst(node);
            if (_nodes.Count > capacity)
            {
                _nodes.Remove(_order.Last!.Value.Record.Id);
                _order.RemoveLast();
            }
        }
    }

    public void Forget(SessionId id)
    {
        lock (_lock)
        {
            if (_nodes.Remove(id, out var node))
                _order.Remove(node);
        }
    }
}
