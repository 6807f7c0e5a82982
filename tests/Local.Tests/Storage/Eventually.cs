using System.Diagnostics;

namespace Proctoring.Local.Tests.Storage;

static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"The condition did not become true within {Patience}.");
            await Task.Delay(50);
        }
    }
}
