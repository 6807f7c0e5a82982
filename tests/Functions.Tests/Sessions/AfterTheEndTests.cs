using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(MovingApp))]
public sealed class AfterTheEndTests(MovingApp moving)
{
    readonly TestApp _app = moving.App;

    [Fact]
    public async Task EverythingAcceptedBeforeTheEndIsScoredBeforeItIsFinal()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, events) = await organization.RunSessionAsync();
        var at = (await organization.Proctor.GetSessionAsync(id)).Time("startedAt")!.Value;
        for (var request = 0; request < 10; request++)
        {
            (await events.PostAsync($"/sessions/{id}/events", new
            {
                events = Enumerable.Range(0, 100).Select(n => new { id = $"{request}-{n}", type = "HEARTBEAT", occurredAt = at }),
            })).Expect(HttpStatusCode.Accepted);
        }

        await organization.Candidate.DoAsync(id, "submit");

        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");
        var session = await organization.Proctor.GetSessionAsync(id);
        Assert.Equal(1000, session.GetProperty("counts").GetProperty("HEARTBEAT").GetInt32());
    }

    [Fact]
    public async Task TheReportsAreMadeByThemselves()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Candidate.DoAsync(id, "submit");

        var reports = await Eventually.GetAsync(
            async () => (await organization.Proctor.Api.GetAsync($"/sessions/{id}/reports")).Expect(HttpStatusCode.OK).GetProperty("items"),
            items => items.GetArrayLength() == 3 && items.EnumerateArray().All(report => report.Status() == "ready"));

        Assert.Equal(["csv", "json", "pdf"], reports.EnumerateArray().Select(report => report.GetProperty("format").GetString()).Order());
    }

    [Fact]
    public async Task ASessionThatIsFinalCanBeReviewed()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Candidate.DoAsync(id, "submit");
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");

        var second = await organization.Proctor.DoAsync(id, "review", new { decision = "secondReview", note = "look at minute 5" });
        var cleared = await organization.Admin.DoAsync(id, "review", new { decision = "cleared" });

        Assert.Equal("secondReview", second.GetProperty("review").GetProperty("decision").GetString());
        Assert.Equal("cleared", cleared.GetProperty("review").GetProperty("decision").GetString());
        Assert.Equal("submitted", cleared.Status());
    }

    [Fact]
    public async Task AReviewCanBeCorrectedAndItsHistoryTellsAllOfThem()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Candidate.DoAsync(id, "submit");
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");

        await organization.Proctor.DoAsync(id, "review", new { decision = "confirmed", note = "a phone" });
        await organization.Proctor.DoAsync(id, "review", new { decision = "confirmed", note = "a phone" });
        await organization.Proctor.DoAsync(id, "review", new { decision = "confirmed", note = "a phone and a book" });
        var corrected = await organization.Admin.DoAsync(id, "review", new { decision = "cleared", note = "a calculator, which is allowed" });

        Assert.Equal("cleared", corrected.GetProperty("review").GetProperty("decision").GetString());
        Assert.Equal(organization.Admin.Id, corrected.GetProperty("review").GetProperty("by").GetString());
        var reviews = (await organization.Proctor.FactsAsync(id)).Where(fact => fact.GetProperty("what").GetString() == "sessionReviewed");
        Assert.Equal(
            [("confirmed", "a phone"), ("confirmed", "a phone and a book"), ("cleared", "a calculator, which is allowed")],
            reviews.Select(fact => (fact.GetProperty("decision").GetString(), fact.GetProperty("why").GetString())));
    }

    [Fact]
    public async Task AfterTheRetentionTimeNothingIsLeft()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var exam = await organization.CreateExamAsync();
        var (ended, _) = await organization.RunSessionAsync(exam);
        await organization.Candidate.DoAsync(ended, "submit", new { answers = "all of them" });
        await organization.Proctor.WaitForFactAsync(ended, "sessionFinalized");
        var cancelled = await organization.CreateSessionAsync(exam);
        await organization.Proctor.DoAsync(cancelled, "terminate", new { reason = "called off" });
        var endedAt = (await organization.Proctor.GetSessionAsync(ended)).Time("endedAt")!.Value;
        var later = await organization.CreateSessionAsync(exam, scheduledAt: endedAt.AddDays(2 * MovingApp.RetentionDays));

        await _app.AdvanceAsync(TimeSpan.FromDays(MovingApp.RetentionDays));

        var proctor = await organization.Proctor.WaitUntilSweptAsync(ended, cancelled);
        foreach (var id in new[] { ended, cancelled })
        {
            (await proctor.Api.GetAsync($"/sessions/{id}/history")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }

        foreach (var filter in new[] { "", $"examId={exam}", $"candidateId={organization.Candidate.Id}" })
        {
            var items = (await proctor.Api.GetAsync($"/sessions?{filter}")).Expect(HttpStatusCode.OK).GetProperty("items");
            Assert.Equal([later], items.EnumerateArray().Select(item => item.Id()));
        }
    }

    [Fact]
    public async Task WhatNobodyEverStartedGoesAfterTheRetentionTimeToo()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var planned = await organization.CreateSessionAsync();
        var ready = await organization.CreateSessionAsync();
        await organization.Candidate.DoAsync(ready, "ready");
        var soon = await organization.CreateSessionAsync(scheduledAt: (await organization.Proctor.FactsAsync(planned))[0].Time("when")!.Value.AddDays(60));

        await _app.AdvanceAsync(TimeSpan.FromDays(MovingApp.RetentionDays));

        var proctor = await organization.Proctor.WaitUntilSweptAsync(planned, ready);
        foreach (var id in new[] { planned, ready })
        {
            (await proctor.Api.GetAsync($"/sessions/{id}/history")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }

        // Of this one the time that it was planned for counts.
        Assert.Equal("scheduled", (await proctor.GetSessionAsync(soon)).Status());
        await _app.AdvanceAsync(TimeSpan.FromDays(60));
        proctor = await proctor.WaitUntilSweptAsync(soon);
        Assert.Empty((await proctor.Api.GetAsync("/sessions")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
    }
}
