using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class BlobTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ABlobReadsBackWithItsHeadersAndMetadata()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("reports/2026/it's a +report% #1.pdf");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = "application/pdf",
                ContentDisposition = "attachment; filename=\"report.pdf\"",
                CacheControl = "private",
                ContentEncoding = "identity",
                ContentLanguage = "en",
                ContentHash = System.Security.Cryptography.MD5.HashData("content"u8),
            },
            Metadata = new Dictionary<string, string> { ["session"] = "s1", ["Format"] = "pdf" },
        };
        var uploaded = await blob.UploadAsync(BinaryData.FromString("content"), options);

        BlobDownloadResult read = await blob.DownloadContentAsync();
        Assert.Equal("content", read.Content.ToString());
        Assert.Equal((uploaded.Value.ETag, 7L), (read.Details.ETag, read.Details.ContentLength));
        Assert.Equal("application/pdf", read.Details.ContentType);
        Assert.Equal("attachment; filename=\"report.pdf\"", read.Details.ContentDisposition);
        Assert.Equal("private", read.Details.CacheControl);
        Assert.Equal("s1", read.Details.Metadata["session"]);

        BlobProperties properties = await blob.GetPropertiesAsync();
        foreach (var (disposition, caching, encoding, language, hash, modified, created) in new[]
        {
            (properties.ContentDisposition, properties.CacheControl, properties.ContentEncoding, properties.ContentLanguage, properties.ContentHash, properties.LastModified, properties.CreatedOn),
            (read.Details.ContentDisposition, read.Details.CacheControl, read.Details.ContentEncoding, read.Details.ContentLanguage, read.Details.ContentHash, read.Details.LastModified, read.Details.CreatedOn),
        })
        {
            Assert.Equal(("attachment; filename=\"report.pdf\"", "private", "identity", "en"), (disposition, caching, encoding, language));
            Assert.Equal(options.HttpHeaders.ContentHash, hash);
            Assert.Equal((uploaded.Value.LastModified, uploaded.Value.LastModified), (modified, created));
        }

        Assert.Equal((uploaded.Value.ETag, 7L, "application/pdf"), (properties.ETag, properties.ContentLength, properties.ContentType));
        Assert.Equal("pdf", properties.Metadata["format"]);
        Assert.InRange(properties.LastModified, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void NamesComeFromTheAddress()
    {
        var blob = new BlobClient(azurite.ConnectionString, "box", "a b/c+d.txt");
        Assert.Equal(("devstoreaccount1", "box", "a b/c+d.txt"), (blob.AccountName, blob.BlobContainerName, blob.Name));
        var inAzure = new BlobClient(new Uri("https://account.blob.core.windows.net/box/a%20b/c.txt"));
        Assert.Equal(("account", "box", "a b/c.txt"), (inAzure.AccountName, inAzure.BlobContainerName, inAzure.Name));
    }

    [Fact]
    public async Task AnUploadDoesNotOverwriteUnlessTold()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("one"));
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("two")));
        Assert.Equal((409, "BlobAlreadyExists"), (e.Status, e.ErrorCode));
        foreach (var upload in new Func<Task>[]
        {
            () => blob.UploadAsync(new MemoryStream([1])),
            () => blob.UploadAsync(new MemoryStream([1]), CancellationToken.None),
            () => blob.UploadAsync(BinaryData.FromString("two"), CancellationToken.None),
        })
            Assert.Equal(409, (await Assert.ThrowsAsync<RequestFailedException>(upload)).Status);
        await blob.UploadAsync(BinaryData.FromString("three"), overwrite: true);
        Assert.Equal("three", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task ConditionsGuardABlob()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("keys.xml");
        var onlyNew = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
        var first = (await blob.UploadAsync(BinaryData.FromString("1"), onlyNew)).Value.ETag;
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("2"), onlyNew));
        Assert.Equal((409, "BlobAlreadyExists"), (e.Status, e.ErrorCode));

        var onlyFirst = new BlobUploadOptions { Conditions = new() { IfMatch = first } };
        var second = (await blob.UploadAsync(BinaryData.FromString("2"), onlyFirst)).Value.ETag;
        e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("3"), onlyFirst));
        Assert.Equal((412, "ConditionNotMet"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DeleteAsync(conditions: new() { IfMatch = first }));
        Assert.Equal((412, "ConditionNotMet"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfNoneMatch = second } }));
        Assert.Equal(304, e.Status);
        Assert.Equal("2", (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfMatch = second } })).Value.Content.ToString());
    }

    [Fact]
    public async Task AMissingBlobIs404()
    {
        var container = await azurite.CreateContainerAsync();
        var blob = container.GetBlobClient("missing");
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync());
        Assert.Equal((404, "BlobNotFound"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadStreamingAsync());
        Assert.Equal((404, "BlobNotFound"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.GetPropertiesAsync());
        Assert.Equal((404, "BlobNotFound"), (e.Status, e.ErrorCode));
        Assert.False(await blob.ExistsAsync());
        Assert.False(await blob.DeleteIfExistsAsync());

        var nowhere = new BlobClient(azurite.ConnectionString, "no-such-container", "b");
        e = await Assert.ThrowsAsync<RequestFailedException>(() => nowhere.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        Assert.Equal((404, "ContainerNotFound"), (e.Status, e.ErrorCode));
        Assert.False(await nowhere.ExistsAsync());
    }

    [Fact]
    public async Task ADeletedBlobIsGone()
    {
        var container = await azurite.CreateContainerAsync();
        var blob = container.GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("x"));
        Assert.True(await blob.ExistsAsync());
        Assert.True(await container.DeleteBlobIfExistsAsync("b"));
        Assert.False(await blob.ExistsAsync());
    }

    [Fact]
    public async Task ALargeBlobGoesInBlocks()
    {
        var container = await azurite.CreateContainerAsync();
        var content = new byte[3_000_000];
        new Random(7).NextBytes(content);
        var options = new BlobUploadOptions
        {
            TransferOptions = new() { InitialTransferSize = 100_000, MaximumTransferSize = 1_000_000 },
            HttpHeaders = new BlobHttpHeaders { ContentType = "video/webm" },
        };
        await container.GetBlobClient("seekable").UploadAsync(new MemoryStream(content), options);
        await container.GetBlobClient("unknown-length").UploadAsync(new OneWay(content), options);
        await container.GetBlobClient("small-unknown").UploadAsync(new OneWay(content[..10]), options);
        await container.GetBlobClient("empty").UploadAsync(new OneWay([]), options);

        foreach (var (name, length) in new[] { ("seekable", 3_000_000), ("unknown-length", 3_000_000), ("small-unknown", 10), ("empty", 0) })
        {
            BlobDownloadResult read = await container.GetBlobClient(name).DownloadContentAsync();
            Assert.Equal(content[..length], read.Content.ToArray());
            Assert.Equal("video/webm", read.Details.ContentType);
        }
    }

    [Fact]
    public async Task AnUploadLeavesTheCallersStreamOpen()
    {
        var container = await azurite.CreateContainerAsync();
        var content = new MemoryStream("text"u8.ToArray());

        await container.GetBlobClient("b").UploadAsync(content);

        Assert.Equal(4, content.Position);
    }

    [Fact]
    public async Task ABlobCanBeReadAsItArrives()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        var content = new byte[500_000];
        new Random(8).NextBytes(content);
        await blob.UploadAsync(BinaryData.FromBytes(content));

        using BlobDownloadStreamingResult streaming = await blob.DownloadStreamingAsync();
        var whole = new MemoryStream();
        await streaming.Content.CopyToAsync(whole);
        Assert.Equal(content, whole.ToArray());

        BlobDownloadResult part = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(100, 50) });
        Assert.Equal(content[100..150], part.Content.ToArray());
        Assert.Equal("bytes 100-149/500000", part.Details.ContentRange);
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(600_000, 5) }));
        Assert.Equal((416, "InvalidRange"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task HeadersAndMetadataCanChange()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        var version = (await blob.UploadAsync(BinaryData.FromString("x"))).Value.ETag;
        var changed = await blob.SetMetadataAsync(new Dictionary<string, string> { ["a"] = "1" }, new BlobRequestConditions { IfMatch = version });
        Assert.NotEqual(version, changed.Value.ETag);
        await Assert.ThrowsAsync<RequestFailedException>(() => blob.SetMetadataAsync(new Dictionary<string, string>(), new BlobRequestConditions { IfMatch = version }));
        await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/plain" });
        BlobProperties properties = await blob.GetPropertiesAsync();
        Assert.Equal(("text/plain", "1"), (properties.ContentType, properties.Metadata["a"]));
    }

    /// <summary>A stream that tells neither its length nor its position, as a request's body.</summary>
    sealed class OneWay(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }

    [Fact]
    public async Task TextSurvives()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("Ünïcødé \U0001F600.txt");
        await blob.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes("grüße")));
        Assert.Equal("grüße", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }
}
