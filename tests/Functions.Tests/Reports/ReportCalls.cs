using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>Shorthands for asking for reports.</summary>
static class ReportCalls
{
    /// <summary>Asks for a report; gives its path.</summary>
    public static async Task<string> RequestReportAsync(this Actor actor, string session, string format)
    {
        var reply = await actor.Api.PostAsync($"/sessions/{session}/reports", new { format });
        var report = reply.Expect(HttpStatusCode.Accepted);
        Assert.Equal("pending", report.GetProperty("status").GetString());
        Assert.Equal(format, report.GetProperty("format").GetString());
        var createdAt = report.GetProperty("createdAt").GetDateTimeOffset();
        var path = $"/sessions/{session}/reports/{report.GetProperty("id").GetString()}";
        Assert.Equal($"/api/v1{path}", reply.Headers.Location?.ToString());
        Assert.Equal(createdAt, (await actor.Api.GetAsync(path)).Expect(HttpStatusCode.OK).GetProperty("createdAt").GetDateTimeOffset());
        return path;
    }

    public static Task<JsonElement> WaitForReportAsync(this Actor actor, string path, string status) => Eventually.GetAsync(
        async () => (await actor.Api.GetAsync(path)).Expect(HttpStatusCode.OK),
        report => report.GetProperty("status").GetString() == status);

    /// <summary>Asks for a report and waits until it can be had; gives the reply with the file.</summary>
    public static async Task<ApiReply> MakeReportAsync(this Actor actor, string session, string format)
    {
        var path = await actor.RequestReportAsync(session, format);
        var report = await actor.WaitForReportAsync(path, "ready");
        var content = await actor.Api.GetAsync($"{path}/content");
        Assert.Equal(HttpStatusCode.OK, content.Status);
        Assert.Equal(report.GetProperty("size").GetInt64(), content.Bytes.Length);
        return content;
    }
}
