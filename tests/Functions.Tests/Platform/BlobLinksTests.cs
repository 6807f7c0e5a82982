using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>Links without an account key. Those with one are tested with the reports.</summary>
public sealed class BlobLinksTests(TokenStorage storage) : IClassFixture<TokenStorage>
{
    [Fact]
    public async Task AnIdentityWithoutAnAccountKeySignsWithALentOne()
    {
        var service = storage.Client();
        var container = service.GetBlobContainerClient($"c-{Guid.NewGuid():N}");
        await container.CreateAsync();
        var (blob, other) = (container.GetBlobClient("org/ä b.csv"), container.GetBlobClient("org/other.csv"));
        await blob.UploadAsync(BinaryData.FromString("one"));
        await other.UploadAsync(BinaryData.FromString("two"));
        Assert.False(blob.CanGenerateSasUri);

        var link = await new BlobLinks(service, TimeProvider.System)
            .ToReadAsync(blob, TimeSpan.FromMinutes(5), "text/csv; charset=utf-8", "Prüfung 1.csv", CancellationToken.None);

        var (status, text, headers) = await storage.GetAsync(link.Url);
        Assert.Equal((HttpStatusCode.OK, "one"), (status, text));
        Assert.Equal("text/csv; charset=utf-8", headers.ContentType?.ToString());
        Assert.Equal(("attachment", "Prüfung 1.csv"), (headers.ContentDisposition?.DispositionType, headers.ContentDisposition?.FileNameStar));
        Assert.Equal(HttpStatusCode.Forbidden, (await storage.GetAsync(new UriBuilder(other.Uri) { Query = link.Url.Query }.Uri)).Status);
        Assert.Contains("spr=https&", link.Url.Query, StringComparison.Ordinal);
        var said = QueryHelpers.ParseQuery(link.Url.Query);
        Assert.Equal(("r", "private, no-store"), (said["sp"].ToString(), said["rscc"].ToString()));
        // The key that it was lent is valid although this clock may be ahead of the service's.
        Assert.InRange(DateTimeOffset.Parse(said["skt"]!, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-20), DateTimeOffset.UtcNow.AddMinutes(-14.9));
    }

    [Fact]
    public async Task NoLinkIsMadeForLongerThanAKeyIsSureToLast()
    {
        var blob = storage.Client().GetBlobContainerClient("reports").GetBlobClient("b");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new BlobLinks(storage.Client(), TimeProvider.System)
            .ToReadAsync(blob, TimeSpan.FromHours(1.1), "text/plain", "b.txt", CancellationToken.None));
    }

    [Fact]
    public async Task AnExpiredLinkOpensNothing()
    {
        var service = storage.Client();
        var container = service.GetBlobContainerClient($"c-{Guid.NewGuid():N}");
        await container.CreateAsync();
        var blob = container.GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("x"));

        var link = await new BlobLinks(service, TimeProvider.System)
            .ToReadAsync(blob, TimeSpan.FromSeconds(-30), "text/plain", "b.txt", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Forbidden, (await storage.GetAsync(link.Url)).Status);
    }

    [Fact]
    public async Task AKeyIsLentOnceUntilItsLastHour()
    {
        var keys = new ConcurrentBag<Uri>();
        var service = storage.Client(url =>
        {
            if (url.Query.Contains("userdelegationkey", StringComparison.Ordinal)) keys.Add(url);
        });
        var blob = service.GetBlobContainerClient("reports").GetBlobClient("b");
        var clock = new StandingClock(DateTimeOffset.UtcNow);
        var links = new BlobLinks(service, clock);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LinkAsync()));
        clock.Advance(TimeSpan.FromHours(22.9));
        await LinkAsync();
        Assert.Single(keys);

        clock.Advance(TimeSpan.FromHours(0.2));
        var link = await LinkAsync();
        Assert.Equal(2, keys.Count);
        Assert.InRange(link.ExpiresAt, clock.GetUtcNow().AddMinutes(59), clock.GetUtcNow().AddMinutes(60));

        Task<BlobLink> LinkAsync() => links.ToReadAsync(blob, TimeSpan.FromHours(1), "text/plain", "b.txt", CancellationToken.None);
    }
}
