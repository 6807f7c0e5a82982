using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;
using Proctoring.Testing;
using Actor = Proctoring.Testing.Actor;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>A session in which something of everything happened.</summary>
public sealed class ReportedSession
{
    public TestOrganization Organization { get; private set; } = null!;

    public string Id { get; private set; } = "";

    public async Task MakeAsync(TestApp app)
    {
        if (Id != "") return;
        Organization = await TestOrganization.CreateAsync(app);
        var exam = await Organization.CreateExamAsync(new { title = "Biochemistry II", durationMinutes = 90 });
        var (id, events) = await Organization.RunSessionAsync(exam);
        var now = DateTimeOffset.UtcNow;
        (await events.PostAsync($"/sessions/{id}/events", new
        {
            events = new object[]
            {
                new { id = "a", type = "LOOKING_AWAY", occurredAt = now, seq = 1, confidence = 0.75, label = "=HYPERLINK(\"http://evil\")" },
                new { id = "b", type = "MULTIPLE_FACES", occurredAt = now.AddMilliseconds(1), seq = 2, data = new { faces = 2 } },
                new { id = "c", type = "FOCUS_LOST", occurredAt = now.AddMilliseconds(2), seq = 3, durationMs = 2500, label = "two, \"quoted\"\nlines" },
            },
        })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            () => Organization.Proctor.Api.GetAsync($"/sessions/{id}"),
            reply => reply.Expect(HttpStatusCode.OK).GetProperty("counts").EnumerateObject().Sum(type => type.Value.GetInt32()) == 3);
        (await Organization.Proctor.Api.PostAsync($"/sessions/{id}/pause", new { reason = "fire alarm" })).Expect(HttpStatusCode.OK);
        (await Organization.Proctor.Api.PostAsync($"/sessions/{id}/resume")).Expect(HttpStatusCode.OK);
        var alert = (await Organization.Admin.Api.GetAsync($"/sessions/{id}/alerts")).Expect(HttpStatusCode.OK).GetProperty("items")[0];
        (await Organization.Admin.Api.PostAsync($"/sessions/{id}/alerts/{alert.GetProperty("id").GetString()}/resolve", new { note = "a visitor" }))
            .Expect(HttpStatusCode.OK);
        Id = id;
    }
}

[Collection(nameof(SharedApp))]
public sealed class ReportTests(SharedApp shared, ReportedSession session) : IClassFixture<ReportedSession>, IAsyncLifetime
{
    Actor Proctor => session.Organization.Proctor;

    public Task InitializeAsync() => session.MakeAsync(shared.App);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task APdfTellsAPersonEverything()
    {
        var reply = await Proctor.MakeReportAsync(session.Id, "pdf");

        Assert.Equal("application/pdf", reply.ContentHeaders.ContentType?.ToString());
        Assert.Equal($"proctoring-report-{session.Id}.pdf", reply.ContentHeaders.ContentDisposition?.FileName);
        Assert.Equal("attachment", reply.ContentHeaders.ContentDisposition?.DispositionType);
        Assert.True(reply.Headers.CacheControl is { Private: true, NoStore: true });
        Assert.NotEqual(true, reply.Headers.TransferEncodingChunked);
        Assert.True(reply.Bytes.AsSpan().StartsWith("%PDF"u8));
        var text = new PdfFileReader(reply.Bytes).Text;
        foreach (var expected in new[]
        {
            "Biochemistry II", "Candidate Example", "Example Academy", session.Id, "Running", "Preliminary",
            "100 − 25 = 75", "Multiple faces", "Looking away", "=HYPERLINK(", "faces: 2", "2.5 s", "fire alarm", "Session paused",
            "Proctor Example", "Every event", "Page  1  of",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACsvOpensInASpreadsheetWithoutRunningAnything()
    {
        var reply = await Proctor.MakeReportAsync(session.Id, "csv");

        Assert.Equal("text/csv; charset=utf-8", reply.ContentHeaders.ContentType?.ToString());
        Assert.Equal($"proctoring-report-{session.Id}.csv", reply.ContentHeaders.ContentDisposition?.FileName);
        Assert.True(reply.Bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]));
        var lines = reply.Text.TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal(
            "number,id,type,severity,occurredAt,receivedAt,late,seq,confidence,durationMs,label,data,deduction,reason", lines[0]);
        Assert.Equal(5, lines.Length); // the header, three events, and nothing after the last line's end
        Assert.Matches(@"^1,a,LOOKING_AWAY,low,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,[^,]+,false,1,0\.75,,""'=HYPERLINK\(""""http://evil""""\)"",,5,", lines[1]);
        Assert.Contains("\"{\"\"faces\"\":2}\",20,", lines[2], StringComparison.Ordinal);
        Assert.Contains(",3,,2500,\"two, \"\"quoted\"\"\nlines\",,0,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJsonReportHasASchemaAndAddsUp()
    {
        var reply = await Proctor.MakeReportAsync(session.Id, "json");

        Assert.Equal("application/json", reply.ContentHeaders.ContentType?.ToString());
        var report = reply.Json;
        Assert.Equal(1, report.GetProperty("schemaVersion").GetInt32());
        Assert.False(report.GetProperty("isFinal").GetBoolean());
        Assert.Equal("Biochemistry II", report.GetProperty("exam").GetProperty("name").GetString());
        Assert.Equal(session.Organization.Candidate.Email, report.GetProperty("candidate").GetProperty("email").GetString());
        Assert.Equal("running", report.GetProperty("session").GetProperty("status").GetString());
        var integrity = report.GetProperty("integrity");
        Assert.Equal((75, "good"), (integrity.GetProperty("score").GetInt32(), integrity.GetProperty("level").GetString()));
        Assert.Equal(25, integrity.GetProperty("deductions").EnumerateArray().Sum(rule => rule.GetProperty("points").GetInt32()));
        var events = report.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["a", "b", "c"], events.Select(e => e.GetProperty("id").GetString()));
        Assert.Equal([5, 20, 0], events.Select(e => e.GetProperty("deduction").GetInt32()));
        Assert.Equal(2, events[1].GetProperty("data").GetProperty("faces").GetInt32());
        var alert = Assert.Single(report.GetProperty("alerts").EnumerateArray());
        Assert.Equal("MULTIPLE_FACES", alert.GetProperty("type").GetString());
        // Who did nothing else.
        Assert.Equal("Ada Admin", alert.GetProperty("resolution").GetProperty("by").GetString());
        Assert.Equal("Example Academy", report.GetProperty("organization").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("version").ValueKind);
        Assert.Single(report.GetProperty("pauses").EnumerateArray());
        Assert.Equal(
            ["sessionScheduled", "candidateCheckedIn", "sessionStarted", "sessionPaused", "sessionResumed"],
            report.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("what").GetString()));
        Assert.Equal("Proctor Example", report.GetProperty("history")[3].GetProperty("by").GetString());
    }

    [Fact]
    public async Task AllFormsProveTheSameEvents()
    {
        var evidence = (await Proctor.MakeReportAsync(session.Id, "json")).Json.GetProperty("evidence");
        var sha = evidence.GetProperty("sha256").GetString()!;
        var pdf = new PdfFileReader((await Proctor.MakeReportAsync(session.Id, "pdf")).Bytes);

        Assert.Matches("^[0-9a-f]{64}$", sha);
        Assert.All(pdf.Pages, page => Assert.Contains($"SHA-256 {sha}", page.Text, StringComparison.Ordinal));

        // One request was one page: its bytes are the array of the events as they are listed.
        Assert.Equal(1, evidence.GetProperty("pages").GetInt32());
        var events = (await Proctor.Api.GetAsync($"/sessions/{session.Id}/events")).Expect(HttpStatusCode.OK).GetProperty("items");
        var page = $"[{string.Join(",\n", events.EnumerateArray().Select(e => e.GetRawText()))}]";
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page))), sha);
    }

    [Fact]
    public async Task ALinkOpensTheReportForABrowserAndNothingElse()
    {
        var path = await Proctor.RequestReportAsync(session.Id, "csv");
        await Proctor.WaitForReportAsync(path, "ready");
        var content = await Proctor.Api.GetAsync($"{path}/content");

        var asked = DateTimeOffset.UtcNow;
        var reply = await Proctor.Api.GetAsync($"{path}/link");
        var link = reply.Expect(HttpStatusCode.OK);
        var url = new Uri(link.GetProperty("url").GetString()!);
        Assert.True(reply.Headers.CacheControl is { Private: true, NoStore: true });
        Assert.InRange(link.GetProperty("expiresAt").GetDateTimeOffset(), asked.AddMinutes(4), DateTimeOffset.UtcNow.AddMinutes(5));

        using var browser = new HttpClient();
        using var file = await browser.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(content.Bytes, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/csv; charset=utf-8", file.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            ("attachment", $"proctoring-report-{session.Id}.csv"),
            (file.Content.Headers.ContentDisposition?.DispositionType, file.Content.Headers.ContentDisposition?.FileName));

        using var deletion = await browser.DeleteAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, deletion.StatusCode);
        using var other = await browser.GetAsync(new UriBuilder(url) { Path = url.AbsolutePath.Replace(".csv", ".pdf", StringComparison.Ordinal) }.Uri);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Fact]
    public async Task WhoAskedIsTold()
    {
        await using var mine = await Proctor.ConnectAsync();
        await using var another = await session.Organization.Admin.ConnectAsync();
        var path = await Proctor.RequestReportAsync(session.Id, "json");

        var message = await mine.WaitForAsync("report", report => path.EndsWith(report.GetProperty("reportId").GetString()!, StringComparison.Ordinal));

        Assert.Equal(session.Id, message.GetProperty("sessionId").GetString());
        Assert.Equal(("json", "ready"), (message.GetProperty("format").GetString(), message.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Proctor.Api.GetAsync($"{path}/content")).Status);
        Assert.DoesNotContain(another.Messages, heard => heard.Method == "report");
    }

    [Fact]
    public async Task AskingAgainMakesAnotherReport()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var first = await organization.Admin.RequestReportAsync(id, "csv");
        await organization.Admin.WaitForReportAsync(first, "ready");
        var second = await organization.Proctor.RequestReportAsync(id, "csv");

        Assert.NotEqual(first, second);
        await organization.Admin.WaitForReportAsync(second, "ready");
        var list = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/reports?limit=1")).Expect(HttpStatusCode.OK);
        Assert.EndsWith(list.GetProperty("items")[0].GetProperty("id").GetString()!, first, StringComparison.Ordinal);
        var next = list.GetProperty("next").GetString();
        var rest = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/reports?limit=1&cursor={next}")).Expect(HttpStatusCode.OK);
        Assert.EndsWith(rest.GetProperty("items")[0].GetProperty("id").GetString()!, second, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task WhatIsDecidedAfterTheStateWasReadIsLeftOut()
    {
        var id = await session.Organization.CreateSessionAsync();
        var sessions = await shared.App.TableAsync(SessionStore.TableName);
        // As if somebody decided between the two reads: the history says more than the state that was read.
        var later = new SessionFact.SessionCancelled(Domain.Sessions.Actor.System, DateTimeOffset.UtcNow, "just now");
        await sessions.SubmitTransactionAsync(HistoryRow.Write(SessionId.Parse(id), first: 1, [later], change: "another"));

        var report = (await Proctor.MakeReportAsync(id, "json")).Json;

        Assert.Equal("scheduled", report.GetProperty("session").GetProperty("status").GetString());
        Assert.Equal(["sessionScheduled"], report.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("what").GetString()));
    }

    [Theory]
    [InlineData("""{"format":"docx"}""")]
    [InlineData("""{"format":null}""")]
    [InlineData("""{"format":7}""")]
    [InlineData("{}")]
    public async Task AnUnknownFormatIsBadInput(string body) =>
        (await Proctor.Api.SendAsync(
            HttpMethod.Post, $"/sessions/{session.Id}/reports", new StringContent(body, Encoding.UTF8, "application/json")))
        .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "format");

    [Fact]
    public async Task AReportBelongsToItsSession()
    {
        var path = await Proctor.RequestReportAsync(session.Id, "json");
        var report = path[(path.LastIndexOf('/') + 1)..];
        var other = await session.Organization.CreateSessionAsync();

        foreach (var wrong in new[] { $"/sessions/{other}/reports/{report}", $"/sessions/{session.Id}/reports/unknown", $"/sessions/{session.Id}/reports/no%20id" })
        {
            (await Proctor.Api.GetAsync(wrong)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await Proctor.Api.GetAsync($"{wrong}/content")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await Proctor.Api.GetAsync($"{wrong}/link")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
    }
}
