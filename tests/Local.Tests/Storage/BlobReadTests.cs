using Azure;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Tests.Storage;

/// <summary>A blob that is opened, and the conditions of those who look at it.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class BlobReadTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AnOpenedBlobIsSeekableAndOfOneVersion()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromBytes(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray()));
        await using var stream = await blob.OpenReadAsync(bufferSize: 16);
        Assert.Equal(100, stream.Length);
        var read = new byte[30];
        await stream.ReadExactlyAsync(read);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (byte)i), read);
        stream.Seek(-5, SeekOrigin.End);
        Assert.Equal(5, await stream.ReadAtLeastAsync(read, 30, throwOnEndOfStream: false));
        Assert.Equal(95, read[0]);

        await blob.UploadAsync(BinaryData.FromBytes(new byte[100]), overwrite: true);
        stream.Position = 40;
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => stream.ReadAsync(read).AsTask());
        Assert.Equal(412, e.Status);
    }

    [Fact]
    public async Task AnOpenedBlobBeginsWhereItIsToldAndMayChangeWhenAllowed()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        var version = (await blob.UploadAsync(BinaryData.FromBytes(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray()))).Value.ETag;
        await using var stream = await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: true) { Position = 90, BufferSize = 4 });
        var read = new byte[4];
        await stream.ReadExactlyAsync(read);
        Assert.Equal([90, 91, 92, 93], read);
        stream.Seek(2, SeekOrigin.Current);
        await blob.UploadAsync(BinaryData.FromBytes(Enumerable.Repeat((byte)7, 100).ToArray()), overwrite: true);
        await stream.ReadExactlyAsync(read);
        Assert.Equal([7, 7, 7, 7], read);
        Assert.Equal((true, true, false, 100L), (stream.CanRead, stream.CanSeek, stream.CanWrite, stream.Position));
        Assert.Equal(0, await stream.ReadAsync(read));

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.OpenReadAsync(conditions: new() { IfMatch = version }));
        Assert.Equal(412, e.Status);
    }

    [Fact]
    public async Task ConditionsGuardWhatIsAskedAndChanged()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        var old = (await blob.UploadAsync(BinaryData.FromString("1"))).Value.ETag;
        var now = (await blob.UploadAsync(BinaryData.FromString("2"), overwrite: true)).Value.LastModified;

        foreach (var attempt in new Func<Task>[]
        {
            () => blob.GetPropertiesAsync(new() { IfMatch = old }),
            () => blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/plain" }, new() { IfMatch = old }),
            () => blob.DeleteIfExistsAsync(conditions: new() { IfMatch = old }),
            () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfUnmodifiedSince = now.AddHours(-1) } }),
        })
            Assert.Equal(412, (await Assert.ThrowsAsync<RequestFailedException>(attempt)).Status);
        var e = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfModifiedSince = now.AddHours(1) } }));
        Assert.Equal(304, e.Status);
        Assert.NotEqual("text/plain", (await blob.GetPropertiesAsync()).Value.ContentType);
    }

    [Fact]
    public async Task OfAStreamTheRestIsUploaded()
    {
        var blob = (await azurite.CreateContainerAsync()).GetBlobClient("b");
        var content = new MemoryStream("not this, but this"u8.ToArray()) { Position = 10 };

        await blob.UploadAsync(content);

        Assert.Equal("but this", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }
}
