using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class BoundedCacheTests
{
    [Fact]
    public void ItForgetsWhatNobodyAsksFor()
    {
        var cache = new BoundedCache<int, string>(100);
        for (var i = 0; i < 10_000; i++) cache.Set(i, "value");
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => Holds(cache, i)), 100, 200);
    }

    [Fact]
    public void ItKeepsWhatIsAskedFor()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(-1, "value");
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, "value");
            Assert.True(cache.TryGet(-1, out _));
        }
    }

    [Fact]
    public void WhatIsRemovedIsGone()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(1, "value");
        cache.Remove(1);
        Assert.False(cache.TryGet(1, out _));
    }

    /// <summary>Whether it is there; takes it out, so that counting the others does not make anything old.</summary>
    static bool Holds(BoundedCache<int, string> cache, int key)
    {
        if (!cache.TryGet(key, out _)) return false;
        cache.Remove(key);
        return true;
    }
}
