using System.Net;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

[Collection(nameof(MovingApp))]
public sealed class ExpiredTokenTests(MovingApp moving)
{
    [Fact]
    public async Task ASessionTokenEndsSomeHoursAfterItsDeadline()
    {
        var organization = await TestOrganization.CreateAsync(moving.App);
        var (session, candidate) = await organization.RunSessionAsync(durationMinutes: 60);
        await candidate.AcceptAsync(session, Sent.Event("COPY"));

        await moving.App.AdvanceAsync(TimeSpan.FromHours(14));

        (await candidate.PostAsync($"/sessions/{session}/events", Sent.Event("COPY")))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
