using System.Net;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Events;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Local.Storage;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Alerts;

/// <summary>An alert is told until it was heard, whatever stops in between.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task AnAlertThatTheServiceDidNotTakeIsPushedLater()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (session, alert) = await RaiseAsync(organization);
        // With nothing of the session in its memory, and while somebody listens: it tries again whenever 15 s are over.
        await app.KillAsync();
        await app.RestartAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session.Value });
        var tables = await PendAsync(app, session, alert);
        await tables.GetTableClient(AlertOutbox.TableName).AddEntityAsync(new TableEntity("failed", session.Value));
        await app.AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(alert.Value, (await proctor.WaitForAsync("alert")).Text("id"));
        await EmptiedAsync(tables, session);
        await Eventually.GetAsync(
            async () => await tables.GetTableClient(AlertOutbox.TableName).QueryAsync<TableEntity>().ToListAsync(), rows => rows.Count == 0);
    }

    [Fact]
    public async Task AnAlertWhosePushWasCutOffIsPushedWhenItsMessageComesAgain()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (session, alert) = await RaiseAsync(organization);
        await app.KillAsync();
        var tables = await PendAsync(app, session, alert);
        StoppedStream.ForgetCheckpoints(app);

        await app.RestartAsync();

        await EmptiedAsync(tables, session);
    }

    [Fact]
    public async Task AnAlertOutlivesAnOutageOfTheServiceAndHealthSaysThatThereIsOne()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (session, candidate) = await organization.RunSessionAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        await app.SetSignalRAsync(available: false);

        await candidate.AcceptAsync(session, Sent.Event("CAMERA_OFF"));

        await organization.Proctor.Api.ScoredAsync(session, 1);
        var health = (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.GetProperty("checks").GetProperty("realtime").GetString());
        Assert.Equal("healthy", health.GetProperty("checks").GetProperty("storage").GetString());
        var tables = new TableServiceClient((await AzuriteProcess.EnsureAsync(app.DataFolder, preferDefaultPorts: false, CancellationToken.None)).ConnectionString);
        await Eventually.GetAsync(
            async () => await tables.GetTableClient(AlertOutbox.TableName).QueryAsync<TableEntity>().ToListAsync(), rows => rows.Count == 1);
        Assert.Single((await NewStore(tables).FindAsync(SessionId.Parse(session), default))!.Record.Outbox);
        Assert.DoesNotContain(proctor.Messages, message => message.Method is "alert" or "activity");

        await app.SetSignalRAsync(available: true);
        await app.AdvanceAsync(TimeSpan.FromSeconds(20));

        var alert = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts"));
        Assert.Equal(alert.Text("id"), (await proctor.WaitForAsync("alert")).Text("id"));
        await EmptiedAsync(tables, SessionId.Parse(session));
        (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
    }

    static async Task<(SessionId Session, AlertId Alert)> RaiseAsync(TestOrganization organization)
    {
        var (session, candidate) = await organization.RunSessionAsync();
        await candidate.AcceptAsync(session, Sent.Event("CAMERA_OFF"));
        await organization.Proctor.Api.ScoredAsync(session, 1);
        var alert = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts"));
        return (SessionId.Parse(session), AlertId.Parse(alert.Text("id")));
    }

    /// <summary>Sets a session back to where its alert is saved and not yet pushed.</summary>
    static async Task<TableServiceClient> PendAsync(TestApp app, SessionId session, AlertId alert)
    {
        var azurite = await AzuriteProcess.EnsureAsync(app.DataFolder, preferDefaultPorts: false, CancellationToken.None);
        var tables = new TableServiceClient(azurite.ConnectionString);
        var store = NewStore(tables);
        var stored = (await store.FindAsync(session, default))!;
        await store.SaveAsync(stored, stored.Record with { Outbox = [alert] }, [], [], default);
        return tables;
    }

    static Task EmptiedAsync(TableServiceClient tables, SessionId session) => Eventually.GetAsync(
        async () => (await NewStore(tables).FindAsync(session, default))!.Record.Outbox, outbox => outbox.Count == 0);

    static SessionStore NewStore(TableServiceClient tables) => new(tables.GetTableClient(SessionStore.TableName), new SessionOptions());
}
