using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

[Collection(nameof(SharedApp))]
public sealed class LoginTests(SharedApp shared) : IDisposable
{
    readonly TestApp _app = shared.App;

    // Of its own, since failures count by address.
    readonly HttpClient _here = shared.App.From(Addresses.New());
    readonly HttpClient _elsewhere = shared.App.From(Addresses.New());

    Task<ApiReply> LogInAsync(string email, string password = TestOrganization.Password, HttpClient? from = null) =>
        new Api(from ?? _here).PostAsync("/auth/login", new { email, password });

    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task ALoginGivesTokensAndTheUser()
    {
        var organization = shared.Organization;
        var login = (await LogInAsync($" {organization.Proctor.Email.ToUpperInvariant()} ")).Expect(HttpStatusCode.OK);
        Assert.Equal(["accessToken", "expiresAt", "refreshToken", "user"], login.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(["email", "id", "name", "organizationId", "role"],
            login.GetProperty("user").EnumerateObject().Select(field => field.Name).Order());
        Assert.InRange(login.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow,
            TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15.1));
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
    public async Task GuessesFromElsewhereDoNotKeepTheOwnerOut()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var email = organization.Candidate.Email;
        for (var i = 0; i < 5; i++) (await LogInAsync(email, "wrong password", _elsewhere)).Expect(HttpStatusCode.Unauthorized);
        (await LogInAsync(email, from: _elsewhere)).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        (await LogInAsync(email)).Expect(HttpStatusCode.OK);
        (await LogInAsync(email, from: _elsewhere)).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
    }

    [Fact]
    public async Task WhatAClientSaysOfItsAddressIsNotBelieved()
    {
        var email = TestOrganization.NewEmail();
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = JsonContent.Create(new { email, password = "wrong password" }) };
            foreach (var header in new[] { "X-Forwarded-For", "X-Azure-ClientIP", "X-Azure-SocketIP", "X-Real-IP", "Client-IP", "Forwarded" })
                request.Headers.Add(header, header == "Forwarded" ? $"for=198.51.100.{i}" : $"198.51.100.{i}");
            using var reply = await _here.SendAsync(request);
            Assert.Equal(i < 5 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, reply.StatusCode);
        }
    }

    [Fact]
    public async Task AnAttemptCountsAsFailedUntilItHasSucceededAndGoingAwayDoesNotUncountIt()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var email = organization.Candidate.Email;
        // A hash that takes seconds to compare with.
        var slow = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 4_000_000 }));
        await (await _app.TableAsync("accounts")).UpdateEntityAsync(
            new TableEntity(organization.Id, $"user:{organization.Candidate.Id}") { ["PasswordHash"] = slow.HashPassword(null!, "slow password") },
            ETag.All, TableUpdateMode.Merge);

        var right = LogInAsync(email, "slow password");
        await Eventually.GetAsync(FailuresAsync, count => count == 1);
        Assert.False(right.IsCompleted);
        (await right).Expect(HttpStatusCode.OK);
        Assert.Equal(0, await FailuresAsync());

        using var leaving = new CancellationTokenSource();
        var guess = _here.PostAsJsonAsync("/api/v1/auth/login", new { email, password = "wrong password" }, leaving.Token);
        await Eventually.GetAsync(FailuresAsync, count => count == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guess);
        // Behind it in the lane where there is one turn at a time.
        (await LogInAsync(organization.Proctor.Email)).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await FailuresAsync());

        async Task<int> FailuresAsync()
        {
            var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)), 0, 16);
            var row = await (await _app.TableAsync("logins")).GetEntityIfExistsAsync<TableEntity>(key, "failures");
            return row.HasValue ? JsonDocument.Parse(row.Value!.GetBinary("Failures")).RootElement.GetProperty("recent").GetArrayLength() : 0;
        }
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
        var (token, refreshToken) = (organization.Admin.Api.Token!, organization.Admin.RefreshToken);
        for (var i = 0; i < 5; i++)
            (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = "wrong password" }))
                .Expect(HttpStatusCode.Unauthorized);

        await app.RestartAsync();
        (await app.With(token).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = TestOrganization.Password }))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");

        await app.AdvanceAsync(TimeSpan.FromMinutes(16));
        (await app.Anonymous.PostAsync("/auth/login", new { email = organization.Proctor.Email, password = TestOrganization.Password }))
            .Expect(HttpStatusCode.OK);
        (await app.With(token).GetAsync("/auth/me")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var refreshed = (await app.Anonymous.PostAsync("/auth/refresh", new { refreshToken })).Expect(HttpStatusCode.OK);
        (await app.With(refreshed.GetProperty("accessToken").GetString()!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);

        await app.AdvanceAsync(TimeSpan.FromDays(15));
        (await app.Anonymous.PostAsync("/auth/refresh", new { refreshToken = refreshed.GetProperty("refreshToken").GetString() }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
