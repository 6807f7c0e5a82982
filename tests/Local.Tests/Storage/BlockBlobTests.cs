using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Proctoring.Local.Tests.Storage;

/// <summary>A blob written block by block.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class BlockBlobTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task BlocksAreSeenInTheOrderOfTheListOnceItIsCommitted()
    {
        var container = await azurite.CreateContainerAsync();
        var blob = container.GetBlockBlobClient("a folder/it's 100% #1");
        await blob.StageBlockAsync(Id(1), Content("one "));
        await blob.StageBlockAsync(Id(2), Content("two "));
        await blob.StageBlockAsync(Id(3), Content("never committed"));
        Assert.False((await container.GetBlobClient(blob.Name).ExistsAsync()).Value);

        await blob.CommitBlockListAsync([Id(2), Id(1)], new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain" },
            Metadata = new Dictionary<string, string> { ["session"] = "s1" },
        });

        BlobDownloadResult read = await container.GetBlobClient(blob.Name).DownloadContentAsync();
        Assert.Equal(("two one ", "text/plain", "s1"), (read.Content.ToString(), read.Details.ContentType, read.Details.Metadata["session"]));
        Assert.Equal("a folder/it's 100% #1", blob.Name);
    }

    [Fact]
    public async Task ACommitReplacesTheBlobAndDropsWhatElseWasStaged()
    {
        var container = await azurite.CreateContainerAsync();
        var blob = container.GetBlockBlobClient("b");
        await container.GetBlobClient("b").UploadAsync(BinaryData.FromString("before"));
        await blob.StageBlockAsync(Id(1), Content("after"));
        await blob.StageBlockAsync(Id(2), Content("late"));

        await blob.CommitBlockListAsync([Id(1)], new CommitBlockListOptions());

        Assert.Equal("after", (await container.GetBlobClient("b").DownloadContentAsync()).Value.Content.ToString());
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.CommitBlockListAsync([Id(2)], new CommitBlockListOptions()));
        Assert.Equal((400, "InvalidBlockList"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task AConditionGuardsACommit()
    {
        var container = await azurite.CreateContainerAsync();
        var blob = container.GetBlockBlobClient("b");
        await container.GetBlobClient("b").UploadAsync(BinaryData.FromString("before"));
        await blob.StageBlockAsync(Id(1), Content("after"));

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => blob.CommitBlockListAsync(
            [Id(1)], new CommitBlockListOptions { Conditions = new() { IfMatch = new ETag("\"another\"") } }));

        Assert.Equal((412, "ConditionNotMet"), (e.Status, e.ErrorCode));
        Assert.Equal("before", (await container.GetBlobClient("b").DownloadContentAsync()).Value.Content.ToString());
    }

    static string Id(int number) => Convert.ToBase64String(BitConverter.GetBytes(number));

    static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));
}
