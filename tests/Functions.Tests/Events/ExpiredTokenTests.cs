using System.Net;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

[Collection(nameof(MovingApp))]
public sealed class ExpiredTokenTests(MovingApp moving)
{
    [Fact]
    public async Task ASessionTokenEndsAfterAQuarterOfAnHourAndStartingAgainGivesAnother()
    {
        var organization = await TestOrganization.CreateAsync(moving.App);
        var id = await organization.CreateSessionAsync(durationMinutes: 60);
        var (started, first) = await organization.StartSessionAsync(id);
        await first.AcceptAsync(id, Sent.Event("COPY"));

        Assert.Equal(started.Time("startedAt")!.Value.AddMinutes(15), started.Time("sessionTokenExpiresAt")!.Value, TimeSpan.FromSeconds(30));
        await moving.App.AdvanceAsync(TimeSpan.FromMinutes(16));

        (await first.PostAsync($"/sessions/{id}/events", Sent.Event("COPY")))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var (_, second) = await organization.StartSessionAsync(id, await organization.Candidate.LogInAgainAsync());
        await second.AcceptAsync(id, Sent.Event("COPY"));
    }
}
