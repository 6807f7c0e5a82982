using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class BoundedCacheTests
{
    [Fact]
    public void ItForgetsWhatNobodyAsksFor()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, _) => 10);
        for (var i = 0; i < 10_000; i++) cache.Set(i, "value");
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => Holds(cache, i)), 100, 200);
    }

    [Fact]
    public void ItKeepsWhatIsAskedFor()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, _) => 10);
        cache.Set(-1, "value");
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, "value");
            Assert.True(cache.TryGet(-1, out _));
        }
    }

    [Fact]
    public void ItsBoundIsInBytesWhateverTheirNumber()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, value) => value.Length);
        for (var i = 0; i < 100; i++) cache.Set(i, new string('x', 500));
        Assert.InRange(Enumerable.Range(0, 100).Count(i => Holds(cache, i)), 2, 4);
    }

    [Fact]
    public void WhatWouldTakeMoreThanHalfOfItIsNotKept()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, value) => value.Length);
        cache.Set(1, "small");
        cache.Set(2, new string('x', 1001));
        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out _));
    }

    [Fact]
    public async Task ItHoldsNoMoreWhenManyWriteAtOnce()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, _) => 10);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) cache.Set(thread * 10_000 + i, "value");
        })));
        Assert.InRange(Enumerable.Range(0, 80_000).Count(i => Holds(cache, i)), 1, 220);
    }

    [Fact]
    public void WhatIsRemovedIsGone()
    {
        var cache = new BoundedCache<int, string>(2000, static (_, _) => 10);
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
