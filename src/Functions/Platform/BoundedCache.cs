using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Proctoring.Functions.Platform;

/// <summary>
/// A cache that holds the entries of two generations: when the young one is full it becomes the old one, and what
/// was in the old one and not asked for since is forgotten. Reads take no lock.
/// </summary>
/// <param name="bytes">What both generations may take. What takes more than half of it by itself is not kept.</param>
/// <param name="size">What an entry takes, in bytes: whoever sends the keys must not choose how much memory they need.</param>
sealed class BoundedCache<TKey, TValue>(long bytes, Func<TKey, TValue, int> size)
    where TKey : notnull
{
    readonly Lock _ageing = new();
    ConcurrentDictionary<TKey, TValue> _young = new();
    ConcurrentDictionary<TKey, TValue> _old = new();
    long _used;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        long taken = size(key, value);
        if (taken > bytes / 2) return;
        if (Interlocked.Add(ref _used, taken) > bytes / 2) Age(taken);
        _young[key] = value;
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    void Age(long taken)
    {
        lock (_ageing)
        {
            // Somebody else was faster.
            if (Volatile.Read(ref _used) <= bytes / 2) return;
            Volatile.Write(ref _used, taken);
            Volatile.Write(ref _old, _young);
            Volatile.Write(ref _young, new());
        }
    }
}
