using System.Net;
using System.Text.Json;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class CreateSessionTests(SharedApp shared)
{
    [Fact]
    public async Task ASessionOfAnExamTakesTheExamsDuration()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var exam = await organization.CreateExamAsync(new { title = "Algebra", durationMinutes = 45 });

        var reply = await organization.Proctor.Api.PostAsync("/sessions", new { candidateId = organization.Candidate.Id, examId = exam });

        var session = reply.Expect(HttpStatusCode.Created);
        Assert.Equal($"/api/v1/sessions/{session.Id()}", reply.Headers.Location!.ToString());
        Assert.Equal("\"1\"", reply.Headers.ETag!.Tag);
        Assert.Equal("scheduled", session.Status());
        Assert.Equal(organization.Id, session.GetProperty("organizationId").GetString());
        Assert.Equal(organization.Candidate.Id, session.GetProperty("candidateId").GetString());
        Assert.Equal(exam, session.GetProperty("examId").GetString());
        Assert.Equal(2700, session.GetProperty("durationSeconds").GetInt32());
        Assert.Equal(1, session.Version());
    }

    [Fact]
    public async Task ANewSessionHasEveryFieldOfTheContract()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync(durationMinutes: 30);

        var session = await organization.Proctor.GetSessionAsync(id);

        Assert.Equal(JsonValueKind.Null, session.GetProperty("examId").ValueKind);
        Assert.Null(session.Time("scheduledAt"));
        Assert.Null(session.Time("startedAt"));
        Assert.Null(session.Time("deadline"));
        Assert.Null(session.Time("endedAt"));
        var integrity = session.GetProperty("integrity");
        Assert.Equal(100, integrity.GetProperty("score").GetInt32());
        Assert.Equal(100, integrity.GetProperty("computed").GetInt32());
        Assert.Equal(JsonValueKind.Null, integrity.GetProperty("override").ValueKind);
        Assert.Equal(0, session.GetProperty("risk").GetProperty("score").GetDouble());
        Assert.Equal("low", session.GetProperty("risk").GetProperty("level").GetString());
        Assert.Equal(JsonValueKind.Array, session.GetProperty("risk").GetProperty("components").ValueKind);
        Assert.Empty(session.GetProperty("counts").EnumerateObject());
        Assert.Equal(0, session.GetProperty("alerts").GetProperty("open").GetInt32());
        Assert.Equal(0, session.GetProperty("alerts").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task TheSessionsOwnDurationWinsOverTheExams()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync(await organization.CreateExamAsync(), durationMinutes: 90);
        Assert.Equal(5400, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task TheTimePlannedIsTheSessionsOrElseTheExams()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var planned = new DateTimeOffset(DateTimeOffset.UtcNow.Date.AddDays(3), TimeSpan.Zero);
        var exam = await organization.CreateExamAsync(new { title = "Algebra", durationMinutes = 45, scheduledAt = planned });
        var likeTheExam = await organization.CreateSessionAsync(exam);
        var another = await organization.CreateSessionAsync(exam, scheduledAt: planned.AddDays(1));
        Assert.Equal(planned, (await organization.Candidate.GetSessionAsync(likeTheExam)).Time("scheduledAt"));
        Assert.Equal(planned.AddDays(1), (await organization.Candidate.GetSessionAsync(another)).Time("scheduledAt"));
    }

    [Fact]
    public async Task ThePlanHoldsTheExamsRulesAndWhatIsUsualForItsCandidate()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var candidate = await organization.AddUserAsync("candidate", baseline: new { wpm = 42.5 });
        var exam = await organization.CreateExamAsync(new { title = "Algebra", durationMinutes = 45, sensitivity = "high" });
        var store = new SessionStore(await shared.App.TableAsync(SessionStore.TableName), new());

        var ofExam = (await store.ReadAsync(SessionId.Parse(await organization.CreateSessionAsync(exam, candidate: candidate)), default))!.Plan;
        var interview = (await store.ReadAsync(SessionId.Parse(await organization.CreateSessionAsync()), default))!.Plan;

        Assert.Equal(42.5, ofExam.Baseline?.Wpm);
        Assert.Equal(Sensitivity.High, ofExam.Policy.Sensitivity);
        Assert.Null(interview.Baseline);
        Assert.Equal(Policy.Default.Sensitivity, interview.Policy.Sensitivity);
    }

    [Fact]
    public async Task TheCandidatesExtraTimeIsAdded()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var candidate = await organization.AddUserAsync("candidate", new { extraTimePercent = 50, extraTimeMinutes = 5 });
        var id = await organization.CreateSessionAsync(durationMinutes: 60, candidate: candidate);
        Assert.Equal(95 * 60, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task TheSessionsAccommodationsReplaceTheCandidates()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var candidate = await organization.AddUserAsync("candidate", new { extraTimePercent = 50 });

        var session = (await organization.Proctor.Api.PostAsync("/sessions", new
        {
            candidateId = candidate.Id,
            durationMinutes = 60,
            accommodations = new { extraTimeMinutes = 10 },
        })).Expect(HttpStatusCode.Created);

        Assert.Equal(70 * 60, session.GetProperty("durationSeconds").GetInt32());
    }

    [Theory]
    [InlineData("""{"durationMinutes":60}""", "candidateId")]
    [InlineData("""{"candidateId":"PROCTOR","durationMinutes":60}""", "candidateId")]
    [InlineData("""{"candidateId":"CANDIDATE"}""", "durationMinutes")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":0}""", "durationMinutes")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":1441}""", "durationMinutes")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":"60"}""", "durationMinutes")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":60,"scheduledAt":"tomorrow"}""", "scheduledAt")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":60,"scheduledAt":"0001-01-01T00:00:00Z"}""", "scheduledAt")]
    [InlineData("""{"candidateId":"CANDIDATE","durationMinutes":60,"scheduledAt":"9999-12-31T23:59:59Z"}""", "scheduledAt")]
    public async Task BadInputIsRefusedByField(string body, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        body = body.Replace("CANDIDATE", organization.Candidate.Id).Replace("PROCTOR", organization.Proctor.Id);
        var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await organization.Proctor.Api.PostAsync("/sessions", content)).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Theory]
    [InlineData("""{"candidateId":"nobody","durationMinutes":60}""", "candidateId")]
    [InlineData("""{"candidateId":"not/an/id","durationMinutes":60}""", "candidateId")]
    [InlineData("""{"candidateId":"CANDIDATE","examId":"unknown"}""", "examId")]
    public async Task WhatItNamesMustExist(string body, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var content = new StringContent(
            body.Replace("CANDIDATE", organization.Candidate.Id), System.Text.Encoding.UTF8, "application/json");
        (await organization.Proctor.Api.PostAsync("/sessions", content)).ExpectProblem(HttpStatusCode.NotFound, "not-found", field);
    }

    [Fact]
    public async Task ACandidateOfAnotherOrganizationIsUnknown()
    {
        var organizations = await Task.WhenAll(TestOrganization.CreateAsync(shared.App), TestOrganization.CreateAsync(shared.App));
        var reply = await organizations[0].Proctor.Api.PostAsync(
            "/sessions", new { candidateId = organizations[1].Candidate.Id, durationMinutes = 60 });
        reply.ExpectProblem(HttpStatusCode.NotFound, "not-found", "candidateId");
    }
}
