using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class AnswersTests(SharedApp shared)
{
    [Fact]
    public async Task TheCandidateSubmitsAndTheAnswersAreKept()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();

        var submitted = await organization.Candidate.DoAsync(id, "submit", new { answers = new { q1 = "42", q2 = new[] { 1, 2 } } });
        var again = await organization.Candidate.DoAsync(id, "submit", new { answers = new { q1 = "43" } });

        Assert.Equal("submitted", submitted.Status());
        Assert.Equal("submitted", again.Status());
        var answers = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Expect(HttpStatusCode.OK).GetProperty("answers");
        Assert.Equal("42", answers.GetProperty("q1").GetString());
        Assert.Equal(2, answers.GetProperty("q2").GetArrayLength());
        (await organization.Candidate.Api.GetAsync($"/sessions/{id}/answers")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("""{"q1":"cut in the middle of an emoji: \ud83d"}""")]
    [InlineData("""{"q1":"\ud83d\ude00","q2":[1.50,null]}""")]
    public async Task AnswersAreKeptAsTheyWereSent(string answers)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":{{answers}}}""")))
            .Expect(HttpStatusCode.OK);
        Assert.Equal($$"""{"answers":{{answers}}}""", (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Text);
    }

    [Fact]
    public async Task AnEssayTakesTheRoomOfItsUtf8()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var essay = new string('漢', 20_000);
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":"{{essay}}"}""")))
            .Expect(HttpStatusCode.OK);
        var kept = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Expect(HttpStatusCode.OK);
        Assert.Equal(essay, kept.GetProperty("answers").GetString());
    }

    [Fact]
    public async Task AnswersThatAreTooLargeAreRefused()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new { answers = new string('x', 70_000) }))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());
    }
}
