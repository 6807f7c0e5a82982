namespace Proctoring.Local.Tests.Storage;

static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var waited = 0; !condition(); waited += 50)
        {
            Assert.True(waited < 30_000, "The condition did not become true within 30 seconds.");
            await Task.Delay(50);
        }
    }
}
