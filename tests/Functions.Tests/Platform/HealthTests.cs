using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

[Collection(nameof(SharedApp))]
public sealed class HealthTests(SharedApp shared)
{
    [Fact]
    public async Task AHealthyApplicationSaysSoOfEveryPart()
    {
        // On a machine that is too busy to answer in time, a part is rightly called unhealthy for a moment.
        var health = (await Eventually.GetAsync(
            () => shared.App.Anonymous.GetAsync("/api/health"), reply => reply.Status == HttpStatusCode.OK)).Expect(HttpStatusCode.OK);
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal(["realtime", "scoring", "storage", "stream"],
            health.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
        Assert.All(health.GetProperty("checks").EnumerateObject(), check => Assert.Equal("healthy", check.Value.GetString()));
    }
}
