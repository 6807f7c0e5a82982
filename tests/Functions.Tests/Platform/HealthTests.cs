using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

[Collection(nameof(SharedApp))]
public sealed class HealthTests(SharedApp shared)
{
    [Fact]
    public async Task AHealthyApplicationSaysSoOfEveryPart()
    {
        var health = (await shared.App.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal(["realtime", "storage", "stream"],
            health.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
        Assert.All(health.GetProperty("checks").EnumerateObject(), check => Assert.Equal("healthy", check.Value.GetString()));
    }
}
