using System.Net;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class BlobSasTests(AzuriteFixture azurite)
{
    static readonly DateTimeOffset InAnHour = DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    public async Task AReadTokenOpensItsBlobOnly()
    {
        var container = await azurite.CreateContainerAsync();
        var (blob, other) = (container.GetBlobClient("media/it's #1.webm"), container.GetBlobClient("media/2.webm"));
        await blob.UploadAsync(BinaryData.FromString("one"));
        await other.UploadAsync(BinaryData.FromString("two"));
        Assert.True(blob.CanGenerateSasUri);
        var address = blob.GenerateSasUri(BlobSasPermissions.Read, InAnHour);

        using var browser = new HttpClient();
        Assert.Equal("one", await browser.GetStringAsync(address));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.DeleteAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(new UriBuilder(other.Uri) { Query = address.Query }.Uri)).StatusCode);

        var visitor = new BlobClient(address);
        Assert.Equal("one", (await visitor.DownloadContentAsync()).Value.Content.ToString());
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => visitor.DeleteAsync());
        Assert.Equal(403, e.Status);
        Assert.False(visitor.CanGenerateSasUri);
        Assert.Throws<InvalidOperationException>(() => visitor.GenerateSasUri(BlobSasPermissions.Read, InAnHour));
    }

    [Fact]
    public async Task AWriteTokenTakesBlocksFromABrowser()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("video");
        var visitor = new BlobClient(blob.GenerateSasUri(BlobSasPermissions.Create | BlobSasPermissions.Write, InAnHour));
        var options = new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 1, MaximumTransferSize = 4 } };
        await visitor.UploadAsync(new MemoryStream("hello world"u8.ToArray()), options);
        Assert.Equal("hello world", (await blob.DownloadContentAsync()).Value.Content.ToString());
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => visitor.DownloadContentAsync());
        Assert.Equal(403, e.Status);
    }

    [Fact]
    public async Task ATokenIsOverWhenItsTimeIs()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("x"));
        using var browser = new HttpClient();
        var expired = await browser.GetAsync(blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.UtcNow.AddSeconds(-5)));
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        var early = new BlobSasBuilder(BlobSasPermissions.Read, InAnHour) { StartsOn = DateTimeOffset.UtcNow.AddMinutes(10) };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(blob.GenerateSasUri(early))).StatusCode);
    }

    [Fact]
    public async Task ATokenSetsTheHeadersOfADownload()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("r.pdf");
        await blob.UploadAsync(BinaryData.FromString("x"));
        var token = new BlobSasBuilder(BlobSasPermissions.Read, InAnHour)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            StartsOn = DateTimeOffset.UtcNow.AddMinutes(-5),
            Protocol = SasProtocol.HttpsAndHttp,
            ContentDisposition = "attachment; filename=report.pdf",
            ContentType = "application/pdf",
            CacheControl = "no-store",
        };
        var key = new StorageSharedKeyCredential(StorageConnectionString.EmulatorAccount, StorageConnectionString.EmulatorKey);
        var address = new BlobUriBuilder(blob.Uri) { Sas = token.ToSasQueryParameters(key) }.ToUri();

        using var browser = new HttpClient();
        var response = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment; filename=report.pdf", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task AContainerTokenOpensItsBlobs()
    {
        var container = await azurite.CreateContainerAsync();
        await container.GetBlobClient("b").UploadAsync(BinaryData.FromString("x"));
        var address = container.GenerateSasUri(new BlobSasBuilder(BlobSasPermissions.Read, InAnHour) { BlobContainerName = container.Name });
        using var browser = new HttpClient();
        Assert.Equal("x", await browser.GetStringAsync(new UriBuilder(address) { Path = address.AbsolutePath + "/b" }.Uri));
    }

    [Fact]
    public async Task PermissionsStandInTheServicesOrder()
    {
        var builder = new BlobSasBuilder(BlobSasPermissions.Write | BlobSasPermissions.Read | BlobSasPermissions.Create, InAnHour);
        Assert.Equal("rcw", builder.Permissions);
        builder.SetPermissions("wr");
        Assert.Equal("rw", builder.Permissions);
        Assert.Throws<ArgumentException>(() => builder.SetPermissions("q"));

        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        builder.BlobName = "another";
        Assert.Throws<InvalidOperationException>(() => blob.GenerateSasUri(builder));
        builder.BlobName = null;
        builder.BlobContainerName = "another";
        Assert.Throws<InvalidOperationException>(() => blob.GenerateSasUri(builder));
        // Without permissions, an end or a container there is nothing to sign.
        Assert.Throws<InvalidOperationException>(() => blob.GenerateSasUri(new BlobSasBuilder { ExpiresOn = InAnHour }));
        Assert.Throws<InvalidOperationException>(() => blob.GenerateSasUri(new BlobSasBuilder(BlobSasPermissions.Read, default)));
        var key = new StorageSharedKeyCredential(StorageConnectionString.EmulatorAccount, StorageConnectionString.EmulatorKey);
        Assert.Throws<InvalidOperationException>(() => new BlobSasBuilder(BlobSasPermissions.Read, InAnHour).ToSasQueryParameters(key));
    }

    [Fact]
    public void AllPermissionsHaveTheirLetters()
    {
        Assert.Equal("racwdxyltmei", new BlobSasBuilder(BlobSasPermissions.All, InAnHour).Permissions);
        foreach (var (permission, letter) in new[]
        {
            (BlobSasPermissions.Read, "r"), (BlobSasPermissions.Add, "a"), (BlobSasPermissions.Create, "c"), (BlobSasPermissions.Write, "w"),
            (BlobSasPermissions.Delete, "d"), (BlobSasPermissions.DeleteBlobVersion, "x"), (BlobSasPermissions.PermanentDelete, "y"), (BlobSasPermissions.List, "l"),
            (BlobSasPermissions.Tag, "t"), (BlobSasPermissions.Move, "m"), (BlobSasPermissions.Execute, "e"), (BlobSasPermissions.SetImmutabilityPolicy, "i"),
        })
            Assert.Equal(letter, new BlobSasBuilder(permission, InAnHour).Permissions);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/box/a%20b/c", "https://other.blob.core.windows.net/crate/d%20e")]
    [InlineData("http://127.0.0.1:10000/account/box/a%20b/c", "http://127.0.0.1:10000/other/crate/d%20e")]
    [InlineData("http://localhost:10000/account/box/a%20b/c", "http://localhost:10000/other/crate/d%20e")]
    public void AnAddressIsTakenApartAndPutTogether(string address, string changed)
    {
        var builder = new BlobUriBuilder(new Uri(address));
        Assert.Equal(("account", "box", "a b/c"), (builder.AccountName, builder.BlobContainerName, builder.BlobName));
        Assert.Null(builder.Sas);
        Assert.Equal(address, builder.ToUri().AbsoluteUri);
        (builder.AccountName, builder.BlobContainerName, builder.BlobName) = ("other", "crate", "d e");
        Assert.Equal(changed, builder.ToUri().AbsoluteUri);
    }

    [Fact]
    public void ADelegatedTokenCarriesItsKey()
    {
        var key = new UserDelegationKey
        {
            SignedObjectId = "object",
            SignedTenantId = "tenant",
            SignedStartsOn = DateTimeOffset.UnixEpoch,
            SignedExpiresOn = DateTimeOffset.UnixEpoch.AddDays(1),
            SignedService = "b",
            SignedVersion = "2023-01-03",
            Value = Convert.ToBase64String("secret"u8),
        };
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, DateTimeOffset.UnixEpoch.AddHours(1)) { BlobContainerName = "box", BlobName = "a b" };
        var address = new BlobUriBuilder(new Uri("https://account.blob.core.windows.net/box/a%20b")) { Sas = builder.ToSasQueryParameters(key, "account") }.ToUri();
        Assert.StartsWith("https://account.blob.core.windows.net/box/a%20b?sv=2023-01-03&se=1970-01-01T01%3A00%3A00Z&skoid=object&sktid=tenant&", address.AbsoluteUri);
        // The signature is that of the published string-to-sign of version 2020-12-06 and later, computed apart from this code.
        Assert.EndsWith("&sr=b&sp=r&sig=" + Uri.EscapeDataString(ExpectedSignature()), address.AbsoluteUri);

        static string ExpectedSignature()
        {
            const string Text = "r\n\n1970-01-01T01:00:00Z\n/blob/account/box/a b\nobject\ntenant\n1970-01-01T00:00:00Z\n1970-01-02T00:00:00Z\nb\n2023-01-03\n\n\n\n\n\n2023-01-03\nb\n\n\n\n\n\n\n";
            return Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("secret"u8, System.Text.Encoding.UTF8.GetBytes(Text)));
        }
    }
}
