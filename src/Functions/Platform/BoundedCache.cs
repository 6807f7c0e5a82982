using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Proctoring.Functions.Platform;

/// <summary>
/// A cache that holds the entries of two generations: when the young one is full it becomes the old one, and what
/// was in the old one and not asked for since is forgotten. Reads take no lock.
/// </summary>
/// <param name="capacity">Entries in a generation; at most about twice as many are kept.</param>
sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    ConcurrentDictionary<TKey, TValue> _young = new();
    ConcurrentDictionary<TKey, TValue> _old = new();
    int _added;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        // Counted here, because ConcurrentDictionary.Count takes all of its locks.
        if (Interlocked.Increment(ref _added) > capacity) Age();
        _young[key] = value;
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    void Age()
    {
        Interlocked.Exchange(ref _added, 0);
        Volatile.Write(ref _old, Interlocked.Exchange(ref _young, new()));
    }
}
