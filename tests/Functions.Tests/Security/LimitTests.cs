using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Security;

/// <summary>One application with small limits.</summary>
public sealed class LimitedApp : IAsyncLifetime
{
    public const int Burst = 60;

    public TestApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await TestApp.StartAsync(new Dictionary<string, string>
    {
        ["Limits:UserPerSecond"] = "1",
        ["Limits:UserBurst"] = "40",
        ["Limits:OrganizationPerSecond"] = "1",
        ["Limits:OrganizationBurst"] = $"{Burst}",
        ["Limits:ReportsPerMinute"] = "3",
        ["Limits:OrganizationReportsPerMinute"] = "5",
        ["Limits:PasswordQueue"] = "1",
        ["Limits:LoginFailuresPerAddress"] = "12",
    });

    public async Task DisposeAsync() => await App.DisposeAsync();
}

public sealed class LimitTests(LimitedApp limited) : IClassFixture<LimitedApp>
{
    readonly TestApp _app = limited.App;

    [Fact]
    public async Task AFloodOfOneUserIsStoppedAndItsOrganizationGoesOn()
    {
        var organization = await CreateAsync();
        // More than the organisation may have: what its user is refused costs it nothing.
        var replies = await FloodAsync(organization.Proctor.Api, LimitedApp.Burst + 20);
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.OK), 35, 45);
        ExpectTooMany(replies);
        for (var i = 0; i < 5; i++) (await organization.Candidate.Api.GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AFloodOfOneOrganizationDoesNotTouchAnother()
    {
        var (flooding, quiet) = (await CreateAsync(), await CreateAsync());
        var replies = (await Task.WhenAll(
            FloodAsync(flooding.Admin.Api, 35), FloodAsync(flooding.Proctor.Api, 35), FloodAsync(flooding.Candidate.Api, 35))).SelectMany(all => all).ToList();
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.OK), LimitedApp.Burst - 15, LimitedApp.Burst + 15);
        ExpectTooMany(replies);
        (await quiet.Candidate.Api.GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AUserNegotiatesTenConnectionsAMinute()
    {
        var organization = await CreateAsync();
        var replies = new List<ApiReply>();
        for (var i = 0; i < 14; i++) replies.Add(await organization.Candidate.Api.PostAsync("/realtime/negotiate"));
        Assert.Equal(10, replies.Count(reply => reply.Status == HttpStatusCode.OK));
        ExpectTooMany(replies);
        (await organization.Proctor.Api.PostAsync("/realtime/negotiate")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ReportsAreLimitedByUserAndOrganization()
    {
        var organization = await CreateAsync();
        var sessions = new List<string>();
        for (var i = 0; i < 8; i++) sessions.Add(await organization.CreateSessionAsync());
        var proctors = await RequestAsync(organization.Proctor.Api, sessions[..4]);
        Assert.Equal(3, proctors.Count(reply => reply.Status == HttpStatusCode.Accepted));
        ExpectTooMany(proctors);
        var admins = await RequestAsync(organization.Admin.Api, sessions[4..]);
        Assert.Equal(2, admins.Count(reply => reply.Status == HttpStatusCode.Accepted));
        ExpectTooMany(admins);
    }

    [Fact]
    public async Task AWrongOperatorsKeyIsTriedTenTimesAMinuteAndLogged()
    {
        var address = Addresses.New();
        using var here = _app.From(address);
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => new Api(here, operatorKey: $"a-guessed-operator-key-{i}").DeleteAsync("/organizations/nobody")));
        // Those that were looked at at the same moment may be a few more.
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.Unauthorized), 10, 10 + (2 * Environment.ProcessorCount));
        ExpectTooMany(replies);
        // Else the right one would tell itself apart.
        (await new Api(here, operatorKey: TestApp.OperatorKey).DeleteAsync("/organizations/nobody")).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        (await _app.Operator.DeleteAsync("/organizations/nobody")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Eventually.GetAsync(() => Task.FromResult(_app.Log.Count(line => line.Contains(address, StringComparison.Ordinal))), lines => lines >= 10);
    }

    [Fact]
    public async Task WhoComesWhenTooManyLogInIsAskedToComeBack()
    {
        using var elsewhere = _app.From(Addresses.New());
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            new Api(elsewhere).PostAsync("/auth/login", new { email = TestOrganization.NewEmail(), password = "wrong password" })));
        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.Unauthorized);
        ExpectTooMany(replies);
        Assert.Contains(replies, reply => reply.Text.Contains("Too many people log in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnePasswordIsNotTriedOnEverybody()
    {
        var organization = await CreateAsync();
        using var here = _app.From(Addresses.New());
        for (var i = 0; i < 14; i++)
        {
            var reply = await LogInAsync(here, TestOrganization.NewEmail(), "Summer2031!");
            if (i < 12) reply.Expect(HttpStatusCode.Unauthorized);
            else ExpectTooMany([reply]);
        }

        ExpectTooMany([await LogInAsync(here, organization.Candidate.Email, TestOrganization.Password)]);
        using var elsewhere = _app.From(Addresses.New());
        for (var i = 0; i < 14; i++) (await LogInAsync(elsewhere, organization.Candidate.Email, TestOrganization.Password)).Expect(HttpStatusCode.OK);

        static Task<ApiReply> LogInAsync(HttpClient from, string email, string password) =>
            new Api(from).PostAsync("/auth/login", new { email, password });
    }

    /// <summary>One after the other: the queue for passwords is short.</summary>
    async Task<TestOrganization> CreateAsync() => await TestOrganization.CreateAsync(_app, atOnce: false);

    static async Task<IReadOnlyList<ApiReply>> FloodAsync(Api api, int requests) =>
        await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => api.GetAsync("/auth/me")));

    static async Task<List<ApiReply>> RequestAsync(Api api, IEnumerable<string> sessions)
    {
        var replies = new List<ApiReply>();
        foreach (var session in sessions) replies.Add(await api.PostAsync($"/sessions/{session}/reports", new { format = "json" }));
        return replies;
    }

    static void ExpectTooMany(IEnumerable<ApiReply> replies)
    {
        var refused = replies.Where(reply => reply.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        foreach (var reply in refused)
        {
            reply.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
            Assert.InRange(reply.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        }
    }
}
