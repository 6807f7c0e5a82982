using Microsoft.AspNetCore.Http;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

[Collection(nameof(StorageFixture))]
public sealed class CreationKeysTests(StorageFixture storage)
{
    static readonly OrganizationId Organization = OrganizationId.Parse("org");
    static readonly IdempotencyKey Key = new(UserId.Parse("user"), "key", "fingerprint");

    readonly StandingClock _clock = new();

    [Fact]
    public async Task AKeyStandsForOneCommandThoughAnotherComesBeforeTheFirstIsDone()
    {
        var keys = await KeysAsync();
        Assert.Equal("first", await keys.ReserveAsync(Organization, Key, "first", default));
        Assert.Null(await keys.FindAsync(Organization, Key, default));
        Assert.Equal("first", await keys.ReserveAsync(Organization, Key, "second", default));
        var refused = await Assert.ThrowsAsync<ProblemException>(
            () => keys.ReserveAsync(Organization, Key with { Fingerprint = "of another" }, "second", default));
        Assert.Equal(422, refused.Status);
        Assert.Equal("second", await keys.ReserveAsync(Organization, Key with { User = UserId.Parse("other") }, "second", default));
        Assert.Equal("third", await keys.ReserveAsync(OrganizationId.Parse("other"), Key, "third", default));
        Assert.Equal("fourth", await keys.ReserveAsync(Organization, null, "fourth", default));
    }

    [Fact]
    public async Task AKeptReplyIsForgottenWithItsKey()
    {
        var keys = await KeysAsync();
        await keys.ReserveAsync(Organization, Key, "first", default);
        await keys.CreatedAsync(Organization, Key, "/api/v1/exams/first", new { id = "first" }, 3, default);
        _clock.Advance(CreationKeys.RememberedFor);
        await keys.ForgetOldAsync(default);

        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await (await keys.FindAsync(Organization, Key, default))!.ExecuteAsync(http);
        Assert.Equal((201, "\"3\"", "/api/v1/exams/first"), (http.Response.StatusCode, http.Response.Headers.ETag.ToString(), http.Response.Headers.Location.ToString()));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await keys.ForgetOldAsync(default);
        Assert.Null(await keys.FindAsync(Organization, Key, default));
        Assert.Equal("second", await keys.ReserveAsync(Organization, Key, "second", default));
    }

    [Fact]
    public void AKeyIsOneOfUpTo64Characters()
    {
        var user = new CurrentUser(UserId.Parse("u"), Organization, "Una", "una@example.org", Role.Admin, "login");
        var http = new DefaultHttpContext();
        Assert.Null(IdempotencyKey.Read(http.Request, user, "body"));
        http.Request.Headers[IdempotencyKey.Header] = new string('k', 64);
        Assert.Equal($"u:{new string('k', 64)}", IdempotencyKey.Read(http.Request, user, "body")!.Row);
        foreach (var values in new[] { [new string('k', 65)], [""], new[] { "one", "two" } })
        {
            http.Request.Headers[IdempotencyKey.Header] = values;
            Assert.Throws<ProblemException>(() => IdempotencyKey.Read(http.Request, user, "body"));
        }
    }

    async Task<CreationKeys> KeysAsync() => new(await storage.CreateTableAsync(), _clock);
}
