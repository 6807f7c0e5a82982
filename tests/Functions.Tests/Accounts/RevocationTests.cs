using System.Net;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Identity;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>Refresh tokens, and what ends a login.</summary>
[Collection(nameof(MovingApp))]
public sealed class RevocationTests(MovingApp moving)
{
    readonly TestApp _app = moving.App;

    [Fact]
    public async Task ARefreshTokenGivesTheSameSuccessorForAMinuteAndThenEndsItsLogin()
    {
        var user = (await TestOrganization.CreateAsync(_app)).Candidate;
        var other = await Actor.LogInAsync(_app, user.Email, user.Password);
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefreshAsync(user.RefreshToken)));
        var next = Assert.Single(replies.Select(reply => reply.Expect(HttpStatusCode.OK).GetProperty("refreshToken").GetString()!).Distinct());
        Assert.NotEqual(user.RefreshToken, next);

        await _app.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(next, (await RefreshAsync(user.RefreshToken)).Expect(HttpStatusCode.OK).GetProperty("refreshToken").GetString());
        var last = (await RefreshAsync(next)).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain(_app.Log, TellsOfReuse);
        await _app.AdvanceAsync(TimeSpan.FromSeconds(61));
        (await RefreshAsync(user.RefreshToken)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await Eventually.GetAsync(() => Task.FromResult(_app.Log.Count(TellsOfReuse)), lines => lines > 0);
        // The whole family has ended, and no other login of the same person.
        (await RefreshAsync(last.GetProperty("refreshToken").GetString()!)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await ExpectEndedAsync(last.GetProperty("accessToken").GetString()!);
        (await _app.With(other.Api.Token!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);

        bool TellsOfReuse(string line) => line.Contains("was used a second time", StringComparison.Ordinal) && line.Contains(user.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoLogsOutEndsThisLoginAlone(bool withRefreshToken)
    {
        var (one, other) = await LogInTwiceAsync();
        var reply = withRefreshToken
            ? await _app.Anonymous.PostAsync("/auth/logout", new { refreshToken = one.RefreshToken })
            : await _app.With(one.Api.Token!).PostAsync("/auth/logout");
        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        await ExpectEndedAsync(one.Api.Token!);
        (await RefreshAsync(one.RefreshToken)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _app.With(other.Api.Token!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        (await RefreshAsync(other.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await _app.Anonymous.PostAsync("/auth/logout", new { refreshToken = one.RefreshToken })).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoLogsOutEverywhereEndsAllLogins(bool withRefreshToken)
    {
        var (one, other) = await LogInTwiceAsync();
        var reply = withRefreshToken
            ? await _app.Anonymous.PostAsync("/auth/logout", new { refreshToken = one.RefreshToken, everywhere = true })
            : await _app.With(one.Api.Token!).PostAsync("/auth/logout", new { everywhere = true });
        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        foreach (var login in new[] { one, other })
        {
            await ExpectEndedAsync(login.Api.Token!);
            (await RefreshAsync(login.RefreshToken)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task NobodyLogsSomebodyElseOut()
    {
        var (one, _) = await LogInTwiceAsync();
        var parts = one.RefreshToken.Split('.');
        foreach (var token in new[] { "garbage", $"{parts[0]}.AAAA", $"{parts[0]}.{parts[1][..^2]}AA", parts[0] })
        {
            // Of what only looks like one nobody learns whether its login holds.
            var alone = await _app.Anonymous.PostAsync("/auth/logout", new { refreshToken = token });
            Assert.Equal(token.StartsWith($"{parts[0]}.", StringComparison.Ordinal) ? HttpStatusCode.NoContent : HttpStatusCode.Unauthorized, alone.Status);
            (await _app.Anonymous.PostAsync("/auth/logout", new { refreshToken = token, everywhere = true }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await RefreshAsync(token)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }

        (await _app.Anonymous.PostAsync("/auth/logout")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _app.With(one.Api.Token!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        (await RefreshAsync(one.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Role", "Proctor")]
    [InlineData("PasswordHash", "another password")]
    [InlineData("Disabled", true)]
    public async Task AChangedRoleOrPasswordAndADisabledAccountEndAllLoginsAtTheNextRequest(string column, object value)
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var user = organization.Candidate;
        (await _app.With(user.Api.Token!).GetAsync("/exams")).Expect(HttpStatusCode.OK);
        if (column == "PasswordHash") value = new PasswordHasher<object>().HashPassword(null!, (string)value);
        await (await _app.TableAsync("accounts")).UpdateEntityAsync(
            new TableEntity(organization.Id, $"user:{user.Id}") { [column] = value }, ETag.All, TableUpdateMode.Merge);

        (await _app.With(user.Api.Token!).GetAsync("/exams")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await RefreshAsync(user.RefreshToken)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        if (column == "Role")
            Assert.Equal("proctor", (await _app.Anonymous.PostAsync("/auth/login", new { email = user.Email, password = user.Password }))
                .Expect(HttpStatusCode.OK).GetProperty("user").GetProperty("role").GetString());
        else
            (await _app.Anonymous.PostAsync("/auth/login", new { email = user.Email, password = user.Password }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task LoginsAtTheSameMomentAllHold()
    {
        var user = (await TestOrganization.CreateAsync(_app)).Proctor;
        var logins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Actor.LogInAsync(_app, user.Email, user.Password)));
        foreach (var login in logins) (await _app.With(login.Api.Token!).GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
    }

    async Task<(Actor One, Actor Other)> LogInTwiceAsync()
    {
        var user = (await TestOrganization.CreateAsync(_app)).Candidate;
        return (user, await Actor.LogInAsync(_app, user.Email, user.Password));
    }

    Task<ApiReply> RefreshAsync(string refreshToken) => _app.Anonymous.PostAsync("/auth/refresh", new { refreshToken });

    async Task ExpectEndedAsync(string accessToken) =>
        (await _app.With(accessToken).GetAsync("/auth/me")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
}
