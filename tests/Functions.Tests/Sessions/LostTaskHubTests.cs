using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class LostTaskHubTests
{
    [Fact]
    public async Task WithoutTheTaskHubAndWithAShorterRetentionTimeNothingIsKeptForLonger()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Candidate.DoAsync(id, "submit", new { answers = new string('x', 500_000) });
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");

        await app.KillAsync();
        Directory.Delete(Path.Combine(app.DataFolder, "durable"), recursive: true);
        await app.RestartAsync(new Dictionary<string, string> { ["Sessions:RetentionDays"] = "10" });
        await app.AdvanceAsync(TimeSpan.FromDays(10));

        var proctor = await organization.Proctor.WaitUntilSweptAsync(id);
        Assert.Empty((await proctor.Api.GetAsync("/sessions")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
    }
}
