using System.Text.Json;
using Azure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Alerts;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Tests.Realtime;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;

namespace Proctoring.Functions.Tests.Alerts;

/// <summary>What becomes of a resolution when others are in its way; below the HTTP surface, where it can be provoked.</summary>
public sealed class ResolutionTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    static readonly CurrentUser Proctor = new(UserId.Parse("proctor"), OrganizationId.Parse("org"), "Paula", "paula@example.org", Role.Proctor, "login");
    readonly LoggedEvents _log = new();

    [Fact]
    public async Task WhoResolvesAgainTellsTheOthersAgainWhatStands()
    {
        var service = new ListeningService();
        await using var services = service.ToServices();
        var (bench, session, alert) = await RaiseAsync();

        await ResolveAsync(bench, services, session, alert, "seen");
        await ResolveAsync(bench, services, session, alert, "me too");

        Assert.Equal(["seen", "seen"], service.Told.Select(message => message.Note));
        Assert.All(service.Told, message => Assert.Equal((alert, Proctor.Id, 0), (message.Id, message.ResolvedBy!.Value, message.Open)));
        Assert.Empty(_log.Named("ResolutionNotTold"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AResolutionStandsThoughNobodyCanBeToldOfIt(bool answers)
    {
        PlayedService service = answers ? new ListeningService { Refuses = true } : new SilentService();
        await using var services = service.ToServices();
        var (bench, session, alert) = await RaiseAsync();

        await ResolveAsync(bench, services, session, alert, "seen").WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(AlertStatus.Resolved, (await new AlertLog(bench.Sessions).FindAsync(session, alert, default))!.Status);
        var entry = Assert.Single(_log.Named("ResolutionNotTold"));
        Assert.Equal((LogLevel.Warning, alert), (entry.Level, entry.Properties["AlertId"]));
    }

    [Fact]
    public async Task ASessionThatNeverStandsStillIsAConflict()
    {
        var service = new ListeningService();
        await using var services = service.ToServices();
        var (bench, session, alert) = await RaiseAsync();
        for (var i = 0; i < 50; i++) bench.Sessions.LoseNextRequest(new RequestFailedException(412, "somebody was faster"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => ResolveAsync(bench, services, session, alert, "seen"));

        Assert.Equal((409, "conflict"), (problem.Status, problem.Slug));
        bench.Sessions.Heal();
        Assert.Equal(AlertStatus.Open, (await new AlertLog(bench.Sessions).FindAsync(session, alert, default))!.Status);
        Assert.Empty(service.Told);
    }

    async Task<(ScoringBench Bench, SessionId Session, AlertId Alert)> RaiseAsync()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1)]));
        return (bench, session, (await bench.ReadAsync(session)).Outbox[0]);
    }

    Task<IResult> ResolveAsync(ScoringBench bench, IServiceProvider services, SessionId session, AlertId alert, string note) =>
        new ResolveAlert(bench.Store, new AlertLog(bench.Sessions), new Push(services), TimeProvider.System, new Logger<ResolveAlert>(_log))
            .RunAsync(Request(new { note }), session.Value, alert.Value, default);

    static HttpRequest Request(object body)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication().AddBearerToken();
        var provider = services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<AccessTokens>()
            .AddSingleton(new RateLimits(new LimitOptions()))
            .AddSingleton<FindCurrentUser>((_, _) => Task.FromResult<CurrentUser?>(Proctor))
            .BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = provider };
        var user = new User(Proctor.Id, Proctor.OrganizationId, Proctor.Name, Proctor.Email, Proctor.Role);
        http.Request.Headers.Authorization = $"Bearer {provider.GetRequiredService<AccessTokens>().Issue(user, Proctor.Login).Token}";
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body));
        return http.Request;
    }

    /// <summary>A SignalR service that hears of resolutions, or takes none.</summary>
    sealed class ListeningService : PlayedService
    {
        public bool Refuses { get; init; }

        public List<ResolvedMessage> Told { get; } = [];

        protected override Task TakeAsync(object message)
        {
            if (Refuses) throw new InvalidOperationException("not now");
            if (message is ResolvedMessage resolved) Told.Add(resolved);
            return Task.CompletedTask;
        }
    }
}
