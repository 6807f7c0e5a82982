using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class BlobContainerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task BlobsAreListedInPagesByPrefix()
    {
        var container = await azurite.CreateContainerAsync();
        foreach (var name in new[] { "a/1", "a/2", "a/3", "b & <c>" })
        {
            await container.GetBlobClient(name).UploadAsync(
                BinaryData.FromString(name), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["Name"] = "n" } });
        }

        var all = await container.GetBlobsAsync().ToListAsync();
        Assert.Equal(["a/1", "a/2", "a/3", "b & <c>"], all.Select(blob => blob.Name));
        Assert.Equal(3, all[0].Properties.ContentLength);
        Assert.Equal((await container.GetBlobClient("a/1").GetPropertiesAsync()).Value.ETag, all[0].Properties.ETag);
        var first = (await container.GetBlobClient("a/1").GetPropertiesAsync()).Value;
        Assert.Equal(
            (first.LastModified, first.CreatedOn, "application/octet-stream", BlobType.Block),
            (all[0].Properties.LastModified!.Value, all[0].Properties.CreatedOn!.Value, all[0].Properties.ContentType, all[0].Properties.BlobType!.Value));
        Assert.Equal(first.ContentHash, all[0].Properties.ContentHash);
        Assert.Empty(all[0].Metadata);

        var withMetadata = await container.GetBlobsAsync(BlobTraits.Metadata, prefix: "a/").ToListAsync();
        Assert.Equal(["a/1", "a/2", "a/3"], withMetadata.Select(blob => blob.Name));
        Assert.All(withMetadata, blob => Assert.Equal("n", blob.Metadata["Name"]));

        var pages = await container.GetBlobsAsync().AsPages(pageSizeHint: 3).ToListAsync();
        Assert.Equal([3, 1], pages.Select(page => page.Values.Count));
        var rest = await container.GetBlobsAsync().AsPages(pages[0].ContinuationToken).ToListAsync();
        Assert.Equal("b & <c>", Assert.Single(Assert.Single(rest).Values).Name);
        Assert.Throws<NotSupportedException>(() => container.GetBlobsAsync(BlobTraits.Tags));
        Assert.Throws<NotSupportedException>(() => container.GetBlobsAsync(states: BlobStates.Deleted));
    }

    [Fact]
    public async Task AContainerIsCreatedOnce()
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        Assert.False(await container.ExistsAsync());
        var created = await container.CreateIfNotExistsAsync();
        Assert.NotEqual(default, created.Value.ETag);
        Assert.InRange(created.Value.LastModified, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        // The real client's way to say that it was there.
        Assert.Null(await container.CreateIfNotExistsAsync());
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => container.CreateAsync());
        Assert.Equal((409, "ContainerAlreadyExists"), (e.Status, e.ErrorCode));
        var hers = new BlobContainerClient(azurite.ConnectionString, container.Name);
        Assert.Equal((container.Uri, "devstoreaccount1", true), (hers.Uri, hers.AccountName, hers.CanGenerateSasUri));
        Assert.True(await hers.DeleteIfExistsAsync());
        Assert.False(await hers.DeleteIfExistsAsync());
        Assert.False(await container.ExistsAsync());
    }
}
