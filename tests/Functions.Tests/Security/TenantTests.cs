using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Security;

/// <summary>What an organisation's lists and commands must not show or accept of another.</summary>
[Collection(nameof(SharedApp))]
public sealed class TenantTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    [Theory]
    [InlineData("/users")]
    [InlineData("/exams")]
    [InlineData("/sessions")]
    [InlineData("/sessions?status=active")]
    [InlineData("/deadletters")]
    public async Task AListShowsNothingOfOtherOrganizations(string path)
    {
        var own = await TestOrganization.CreateAsync(_app);
        var foreign = await TestOrganization.CreateAsync(_app);
        var exam = await foreign.CreateExamAsync();
        var session = await foreign.RunSessionAsync(exam);
        await own.RunSessionAsync(await own.CreateExamAsync());

        var list = (await own.Admin.Api.GetAsync(path)).Expect(HttpStatusCode.OK).GetRawText();
        foreach (var id in new[] { foreign.Id, foreign.Admin.Id, foreign.Candidate.Id, exam, session.Id })
            Assert.DoesNotContain(id, list);
    }

    [Fact]
    public async Task FiltersOnOtherOrganizationsThingsFindNothing()
    {
        var own = await TestOrganization.CreateAsync(_app);
        var foreign = await TestOrganization.CreateAsync(_app);
        var exam = await foreign.CreateExamAsync();
        await foreign.RunSessionAsync(exam);
        foreach (var query in new[] { $"examId={exam}", $"candidateId={foreign.Candidate.Id}" })
        {
            var reply = await own.Admin.Api.GetAsync($"/sessions?{query}");
            if (reply.Status == HttpStatusCode.OK) Assert.Empty(reply.Json.GetProperty("items").EnumerateArray());
            else reply.ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task ASessionCannotBePlannedWithOtherOrganizationsThings()
    {
        var own = await TestOrganization.CreateAsync(_app);
        var foreign = await TestOrganization.CreateAsync(_app);
        await RefusedAsync(new { candidateId = foreign.Candidate.Id, durationMinutes = 30 });
        await RefusedAsync(new { candidateId = own.Candidate.Id, examId = await foreign.CreateExamAsync() });

        async Task RefusedAsync(object plan)
        {
            var reply = await own.Proctor.Api.PostAsync("/sessions", plan);
            Assert.Contains(reply.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.NotFound });
        }
    }

    [Fact]
    public async Task AnErrorTellsNothingOfTheInside()
    {
        var own = shared.Organization;
        var reply = await own.Admin.Api.GetAsync("/users/nobody");
        Assert.Equal("""{"type":"urn:proctoring:problem:not-found","title":"Not found","status":404,"detail":"There is no such user."}""", reply.Text);
    }
}
