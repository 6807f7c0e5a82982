using System.Diagnostics;
using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

[Collection(nameof(SharedApp))]
public sealed class LoginTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    Task<ApiReply> LogInAsync(string email, string password = TestOrganization.Password) =>
        _app.Anonymous.PostAsync("/auth/login", new { email, password });

    [Fact]
    public async Task ALoginGivesTokensAndTheUser()
    {
        var organization = shared.Organization;
        var login = (await LogInAsync($" {organization.Proctor.Email.ToUpperInvariant()} ")).Expect(HttpStatusCode.OK);
        Assert.Equal(["accessToken", "expiresAt", "refreshToken", "user"], login.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(["email", "id", "name", "organizationId", "role"],
            login.GetProperty("user").EnumerateObject().Select(field => field.Name).Order());
        Assert.InRange(login.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow,
            TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(65));
        Assert.Equal(login.GetProperty("user").GetRawText(),
            (await _app.With(login.GetProperty("accessToken").GetString()!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK).GetRawText());
    }

    [Fact]
    public async Task ARefreshTokenGivesTheSameAsALogin()
    {
        var organization = shared.Organization;
        var refreshed = (await _app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = organization.Candidate.RefreshToken }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(organization.Candidate.Id, refreshed.GetProperty("user").GetProperty("id").GetString());
        (await _app.With(refreshed.GetProperty("accessToken").GetString()!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        (await _app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = refreshed.GetProperty("refreshToken").GetString() }))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TokensAreOnlyGoodForTheirOwnPurpose()
    {
        var organization = shared.Organization;
        (await _app.With(organization.Candidate.RefreshToken).GetAsync("/auth/me"))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        foreach (var token in new[] { organization.Candidate.Api.Token!, "garbage", "Z2FyYmFnZQ" })
            (await _app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = token }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _app.Anonymous.PostAsync("/auth/refresh", new { })).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "refreshToken");
        var changed = organization.Candidate.Api.Token![..^4] + "AAAA";
        var refused = await _app.With(changed).GetAsync("/auth/me");
        refused.ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task AWrongPasswordAndAnUnknownAddressGetTheSameAnswer()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var wrong = await LogInAsync(organization.Candidate.Email, "wrong password");
        var unknown = await LogInAsync(TestOrganization.NewEmail(), "wrong password");
        wrong.ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        unknown.ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(wrong.Text, unknown.Text);
    }

    [Fact]
    public async Task AnUnknownAddressTakesAsLongAsAWrongPassword()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var known = new List<TimeSpan>();
        var unknown = new List<TimeSpan>();
        await LogInAsync(TestOrganization.NewEmail(), "warm up");
        // A missing hash computation would make it shorter by tens of milliseconds, down to a tenth. What else the machine
        // does only makes single ones longer, so that the shortest become alike sooner or later.
        for (var i = 0; i < 4 || (i < 40 && unknown.Min() < known.Min() / 3); i++)
        {
            known.Add(await TimeAsync(organization.Candidate.Email));
            unknown.Add(await TimeAsync(TestOrganization.NewEmail()));
            // Lest the address be locked.
            if (i % 3 == 2) await LogInAsync(organization.Candidate.Email);
        }
        Assert.True(unknown.Min() > known.Min() / 3, $"known {known.Min()}, unknown {unknown.Min()}");

        async Task<TimeSpan> TimeAsync(string email)
        {
            var watch = Stopwatch.StartNew();
            (await LogInAsync(email, "wrong password")).Expect(HttpStatusCode.Unauthorized);
            return watch.Elapsed;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RepeatedFailuresLockTheAddressWhetherOrNotItExists(bool exists)
    {
        var email = exists ? (await TestOrganization.CreateAsync(_app)).Candidate.Email : TestOrganization.NewEmail();
        for (var i = 0; i < 5; i++) (await LogInAsync(email, "wrong password")).Expect(HttpStatusCode.Unauthorized);
        var locked = await LogInAsync(email);
        locked.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task GuessesAtTheSameMomentAreCountedToo()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => LogInAsync(organization.Candidate.Email, $"guess number {i}")));
        Assert.Equal(5, replies.Count(reply => reply.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(7, replies.Count(reply => reply.Status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task ASuccessForgetsEarlierFailures()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
                (await LogInAsync(organization.Candidate.Email, "wrong password")).Expect(HttpStatusCode.Unauthorized);
            (await LogInAsync(organization.Candidate.Email)).Expect(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("""{"password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.example"}""", "password")]
    [InlineData("""{"email":"nobody","password":"x"}""", "email")]
    [InlineData("""{"email":true,"password":"x"}""", "email")]
    public async Task BadInputNamesTheField(string body, string field) =>
        (await _app.Anonymous.PostAsync("/auth/login", new StringContent(body)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
}

/// <summary>Tests that move the clock or restart the application, hence with one of their own.</summary>
public sealed class LoginOverTimeTests
{
    [Fact]
    public async Task TokensExpireLocksEndAndBothOutliveARestart()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        for (var i = 0; i < 5; i++)
            (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = "wrong password" }))
                .Expect(HttpStatusCode.Unauthorized);

        await app.RestartAsync();
        (await organization.Admin.Api.GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = TestOrganization.Password }))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");

        await app.AdvanceAsync(TimeSpan.FromMinutes(16));
        (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = TestOrganization.Password }))
            .Expect(HttpStatusCode.OK);

        await app.AdvanceAsync(TimeSpan.FromMinutes(50));
        (await organization.Admin.Api.GetAsync("/auth/me")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = organization.Admin.RefreshToken })).Expect(HttpStatusCode.OK);

        await app.AdvanceAsync(TimeSpan.FromDays(15));
        (await app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = organization.Admin.RefreshToken }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
