using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Functions.Tests.Reports;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Local.Storage;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

[Collection(nameof(MovingApp))]
public sealed class DeleteOrganizationTests(MovingApp moving)
{
    static readonly string[] Tables = ["accounts", "alertoutbox", "deadletters", "exams", "idempotency", "reports", "sessionindex", "sessions"];

    readonly TestApp _app = moving.App;

    [Fact]
    public async Task NothingOfItIsLeftAndNothingOfOthersIsTouched()
    {
        var doomed = await TestOrganization.CreateAsync(_app);
        var kept = await TestOrganization.CreateAsync(_app);
        var (running, ended) = (await FillAsync(doomed), await EndAsync(doomed));
        var keptSession = await FillAsync(kept);
        await using var candidate = await doomed.Candidate.ConnectAsync();
        string[] ids = [doomed.Id, running.Session, running.Exam, ended];
        Assert.NotEmpty(await FindAsync(ids));

        Assert.Equal("deleting", (await DeleteAsync(doomed.Id)).Expect(HttpStatusCode.Accepted).Status());
        await WaitUntilDeletedAsync(doomed.Id);

        // A report that was being made removes what it has written itself, when it finds that its session is gone.
        await Eventually.GetAsync(async () => string.Join("\n", await FindAsync(ids)), found => found == "");
        // Who sat in it was told.
        await candidate.WaitForAsync("session", message => message.GetProperty("status").GetString() == "terminated");
        foreach (var user in new[] { doomed.Admin, doomed.Proctor, doomed.Candidate })
        {
            (await _app.Anonymous.PostAsync("/auth/login", new { email = user.Email, password = user.Password }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await _app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = user.RefreshToken }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }

        Assert.Equal("running", (await kept.Proctor.GetSessionAsync(keptSession.Session)).Status());
        // Nor does anything go on that waits for the end of its sessions.
        Assert.NotEqual(HttpStatusCode.Accepted, await LifecycleAsync(running.Session));
        Assert.Equal(HttpStatusCode.Accepted, await LifecycleAsync(keptSession.Session));
        await Actor.LogInAsync(_app, kept.Candidate.Email, TestOrganization.Password);

        // Its addresses are free again.
        (await kept.Admin.Api.PostAsync("/users", new { name = "Ada Again", email = doomed.Admin.Email, password = TestOrganization.Password, role = "proctor" }))
            .Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task WhatTokensOfBeforeLeaveBehindIsRemovedToo()
    {
        var doomed = await TestOrganization.CreateAsync(_app);
        var (_, events) = (await FillAsync(doomed), await doomed.RunSessionAsync());
        await DeleteAsync(doomed.Id);
        await WaitUntilDeletedAsync(doomed.Id);

        // Its people are gone, and their logins with them; a session's token is good for a while without anybody looking into storage.
        (await doomed.Admin.Api.PostAsync("/users", new { name = "Eve", email = TestOrganization.NewEmail(), password = TestOrganization.Password, role = "admin" }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await doomed.Proctor.Api.PostAsync("/exams", new { title = "Late", durationMinutes = 60 }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await events.Events.PostAsync($"/sessions/{events.Id}/events", new { id = "late", type = "HEARTBEAT", occurredAt = (await NowAsync(doomed.Id)).AddMinutes(-1) }))
            .Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(() => FindAsync([doomed.Id]), found => found.Any(row => row.StartsWith("deadletters", StringComparison.Ordinal)));

        await _app.AdvanceAsync(TimeSpan.FromDays(7));

        await Eventually.GetAsync(async () => string.Join("\n", await FindAsync([doomed.Id, events.Id])), found => found == "");
        Assert.Equal("deleted", (await DeleteAsync(doomed.Id)).Expect(HttpStatusCode.OK).Status());
    }

    [Fact]
    public async Task ASessionThatCannotBeReadHoldsNothingUp()
    {
        var doomed = await TestOrganization.CreateAsync(_app);
        var (session, exam) = await FillAsync(doomed);
        var storage = (await AzuriteProcess.EnsureAsync(_app.DataFolder, preferDefaultPorts: false, CancellationToken.None)).ConnectionString;
        await new TableServiceClient(storage).GetTableClient("sessions").UpsertEntityAsync(
            new TableEntity(session, "state") { ["state0"] = "no JSON"u8.ToArray() }, TableUpdateMode.Merge);

        await DeleteAsync(doomed.Id);
        await WaitUntilDeletedAsync(doomed.Id);

        await Eventually.GetAsync(async () => string.Join("\n", await FindAsync([doomed.Id, session, exam])), found => found == "");
    }

    [Fact]
    public async Task OnlyWhatThereIsCanBeDeleted()
    {
        (await DeleteAsync("nobody")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await DeleteAsync("no%20id")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    /// <summary>An exam, and a running session with a scored event, an alert, a dead letter and a report.</summary>
    static async Task<(string Session, string Exam)> FillAsync(TestOrganization organization)
    {
        var exam = (await organization.Proctor.Api.SendAsync(HttpMethod.Post, "/exams", new { title = "Algebra", durationMinutes = 60 }, key: "algebra"))
            .Expect(HttpStatusCode.Created).Id();
        var (id, events) = await organization.RunSessionAsync(exam);
        var at = (await organization.Proctor.GetSessionAsync(id)).Time("startedAt")!.Value;
        (await events.PostAsync($"/sessions/{id}/events", new { id = "e1", type = "MULTIPLE_FACES", occurredAt = at })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            async () => (await organization.Proctor.Api.GetAsync($"/sessions/{id}/alerts")).Expect(HttpStatusCode.OK).GetProperty("items"),
            alerts => alerts.GetArrayLength() > 0);
        await organization.Proctor.MakeReportAsync(id, "csv");
        return (id, exam);
    }

    static async Task<string> EndAsync(TestOrganization organization)
    {
        var (id, events) = await organization.RunSessionAsync();
        var at = (await organization.Proctor.GetSessionAsync(id)).Time("startedAt")!.Value;
        await organization.Candidate.DoAsync(id, "submit", new { answers = "all" });
        await organization.Proctor.WaitForFactAsync(id, "sessionFinalized");
        (await events.PostAsync($"/sessions/{id}/events", new { id = "late", type = "HEARTBEAT", occurredAt = at })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            async () => (await organization.Admin.Api.GetAsync("/deadletters")).Expect(HttpStatusCode.OK).GetProperty("items"),
            letters => letters.GetArrayLength() > 0);
        return id;
    }

    /// <summary>202 while the session's lifecycle runs.</summary>
    async Task<HttpStatusCode> LifecycleAsync(string session)
    {
        using var reply = await _app.Http.GetAsync($"/runtime/webhooks/durabletask/instances/lifecycle-{session}");
        return reply.StatusCode;
    }

    Task<ApiReply> DeleteAsync(string organization) => _app.Operator.DeleteAsync($"/organizations/{organization}");

    Task<ApiReply> WaitUntilDeletedAsync(string organization) => Eventually.GetAsync(
        () => DeleteAsync(organization),
        reply => reply.Status == HttpStatusCode.OK && reply.Json.Status() == "deleted",
        TimeSpan.FromSeconds(60));

    async Task<DateTimeOffset> NowAsync(string organization) => (await DeleteAsync(organization)).Headers.Date!.Value;

    /// <summary>Rows and blobs that name one of these, in the application's own storage.</summary>
    async Task<List<string>> FindAsync(string[] ids)
    {
        var storage = (await AzuriteProcess.EnsureAsync(_app.DataFolder, preferDefaultPorts: false, CancellationToken.None)).ConnectionString;
        List<string> found = [];
        foreach (var table in Tables)
            await foreach (var row in new TableServiceClient(storage).GetTableClient(table).QueryAsync<TableEntity>())
            {
                var text = string.Join(' ', row.Keys.Select(key => row[key] as string));
                if (ids.Any(id => text.Contains(id, StringComparison.Ordinal))) found.Add($"{table}: {row.PartitionKey} {row.RowKey}");
            }

        await foreach (var blob in new BlobServiceClient(storage).GetBlobContainerClient("reports").GetBlobsAsync())
            if (ids.Any(id => blob.Name.Contains(id, StringComparison.Ordinal))) found.Add(blob.Name);
        return found;
    }
}
