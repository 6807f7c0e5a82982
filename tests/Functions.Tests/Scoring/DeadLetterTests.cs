using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

[Collection(nameof(SharedApp))]
public sealed class DeadLetterTests(SharedApp shared)
{
    [Fact]
    public async Task AnEventForAnEndedSessionIsSetAsideForTheAdmin()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        await candidate.AcceptAsync(session, Sent.Event("COPY", id: "in-time"));
        (await organization.Candidate.Api.PostAsync($"/sessions/{session}/submit", new { })).Expect(HttpStatusCode.OK);

        await candidate.AcceptAsync(session, Sent.Batch(Sent.Event("COPY", id: "too-late-1"), Sent.Event("PASTE", id: "too-late-2")));

        var letters = await LettersAsync(organization, 2);
        Assert.Equal(["too-late-1", "too-late-2"], letters.Select(l => l.Text("eventId")).Order());
        Assert.All(letters, letter =>
        {
            Assert.Equal(session, letter.Text("sessionId"));
            Assert.Equal("session ended", letter.Text("reason"));
            Assert.Equal(letter.Text("eventId"), letter.GetProperty("event").Text("id"));
        });
        var scored = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/events"));
        Assert.Equal("in-time", scored.Text("id"));
        Assert.Equal(2, (await organization.Admin.Api.ListAsync("/deadletters?limit=1")).Count);
    }

    [Fact]
    public async Task OnlyAdminsOfTheOrganizationSeeDeadLetters()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var other = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        (await organization.Proctor.Api.PostAsync($"/sessions/{session}/terminate", new { reason = "cheated" })).Expect(HttpStatusCode.OK);
        await candidate.AcceptAsync(session, Sent.Event("COPY"));
        await LettersAsync(organization, 1);

        Assert.Empty(await other.Admin.Api.ListAsync("/deadletters"));
        (await organization.Proctor.Api.GetAsync("/deadletters")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await organization.Candidate.Api.GetAsync("/deadletters")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shared.App.Anonymous.GetAsync("/deadletters")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    internal static Task<List<JsonElement>> LettersAsync(TestOrganization organization, int count) => Eventually.GetAsync(
        () => organization.Admin.Api.ListAsync("/deadletters"), letters => letters.Count >= count);
}
