using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>A report's file on its way into storage.</summary>
public sealed class BlockUploadTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task AFileOfManyBlocksArrivesWholeAndWithItsType()
    {
        var container = await storage.CreateContainerAsync();
        var content = new byte[2 * BlockUpload.BlockSize + 12345];
        new Random(1).NextBytes(content);

        await using var upload = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv");
        for (var written = 0; written < content.Length; written += 100_000)
            await upload.WriteAsync(content.AsMemory(written, Math.Min(100_000, content.Length - written)));
        await upload.CommitAsync(default);

        BlobDownloadResult blob = await container.GetBlobClient("a").DownloadContentAsync();
        Assert.Equal(content, blob.Content.ToArray());
        Assert.Equal((content.Length, "text/csv"), (upload.Length, blob.Details.ContentType));
    }

    [Fact]
    public async Task NothingOfAFileIsSeenBeforeItIsWhole()
    {
        var container = await storage.CreateContainerAsync();
        var blob = container.GetBlobClient("a");
        await using (var broken = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv"))
            await broken.WriteAsync(new byte[BlockUpload.BlockSize + 1]);
        Assert.False((await blob.ExistsAsync()).Value);

        await WriteAsync(container.GetBlockBlobClient("a"), 7);
        await using (var broken = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv"))
            await broken.WriteAsync(new byte[BlockUpload.BlockSize + 1]);
        Assert.Equal([7], (await blob.DownloadContentAsync()).Value.Content.ToArray());
    }

    [Fact]
    public async Task TwoUploadsAtOnceAreNeverMixed()
    {
        var container = await storage.CreateContainerAsync();
        await using var one = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv");
        await using var other = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv");
        foreach (var (upload, value) in new[] { (one, (byte)1), (other, (byte)2) })
            await upload.WriteAsync(Enumerable.Repeat(value, BlockUpload.BlockSize + 5).ToArray());

        await one.CommitAsync(default);
        // Its first block went when the other list was committed: it fails, and is tried again as a whole.
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => other.CommitAsync(default));

        Assert.Equal("InvalidBlockList", refused.ErrorCode);
        Assert.All((await container.GetBlobClient("a").DownloadContentAsync()).Value.Content.ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public async Task AnEmptyFileIsAFile()
    {
        var container = await storage.CreateContainerAsync();
        await using var upload = new BlockUpload(container.GetBlockBlobClient("a"), "text/csv");
        await upload.CommitAsync(default);

        Assert.Empty((await container.GetBlobClient("a").DownloadContentAsync()).Value.Content.ToArray());
    }

    static async Task WriteAsync(BlockBlobClient blob, byte value)
    {
        await using var upload = new BlockUpload(blob, "text/csv");
        await upload.WriteAsync([0, value, 0], 1, 1);
        await upload.CommitAsync(default);
    }
}
