using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class OutageTests
{
    [Fact]
    public async Task WithoutStorageTheApplicationSaysSoAndRecovers()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        app.KillStorage();

        var health = (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
        Assert.Equal("unhealthy", health.GetProperty("checks").GetProperty("storage").GetString());
        Assert.Equal("healthy", health.GetProperty("checks").GetProperty("stream").GetString());
        var reply = await organization.Admin.Api.GetAsync("/users");
        reply.ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(reply.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("127.0.0.1", reply.Text);
        Assert.DoesNotContain("Exception", reply.Text);

        await app.RestartAsync();
        (await organization.Admin.Api.GetAsync("/users")).Expect(HttpStatusCode.OK);
    }
}
