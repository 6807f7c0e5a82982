using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Proctoring.Local.Tests.Storage;

/// <summary>What the storage emulator answers when it cannot write, and what a kill leaves of what it has answered.</summary>
public sealed class AzuriteFaultTests : IAsyncLifetime
{
    FaultyAzurite _azurite = null!;

    TableClient Table => new(_azurite.ConnectionString, "notes", new TableClientOptions { Retry = { MaxRetries = 0 } });

    BlobContainerClient Container =>
        new BlobServiceClient(_azurite.ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } }).GetBlobContainerClient("notes");

    public static TheoryData<string> Writes => ["insert", "transaction", "merge", "delete", "table", "blob"];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task WhatIsAnsweredIsInTheJournalAlready(string write)
    {
        _azurite.Begin("killed");
        // Killed before it could write: an answer now would be a lie.
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => WriteAsync(write));
        Assert.Equal(0, failure.Status);
        await _azurite.EndedAsync();

        await _azurite.RestartAsync();
        Assert.Equal(["kept"], await RowsAsync());
        Assert.Equal("kept", (await Container.GetBlobClient("kept").DownloadContentAsync()).Value.Content.ToString());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task AKillRightAfterTheAnswerLosesNothing(string write)
    {
        await WriteAsync(write);

        await _azurite.RestartAsync();
        if (write == "table") await new TableClient(_azurite.ConnectionString, "other").QueryAsync<TableEntity>().ToListAsync();
        else if (write == "blob") Assert.Equal("new", (await Container.GetBlobClient("kept").DownloadContentAsync()).Value.Content.ToString());
        else Assert.Equal(write switch { "insert" => "kept,new", "transaction" => "new1,new2", "merge" => "kept+", _ => "" }, string.Join(',', await RowsAsync()));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task AFullDiskRefusesUntilThereIsSpaceAgain(string write)
    {
        _azurite.Begin("full");
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => WriteAsync(write));
        Assert.InRange(failure.Status, 500, 503);
        // The contents of blobs are Azurite's own to write; what has not come to the journals needs no refusal of what follows.
        if (write != "blob")
        {
            Assert.Equal((503, "ServerBusy"), (failure.Status, failure.ErrorCode));
            // A read would show what a kill now takes back.
            Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(RowsAsync)).Status);
            var blob = await Assert.ThrowsAsync<RequestFailedException>(() => Container.GetBlobClient("kept").DownloadContentAsync());
            Assert.Equal((503, "ServerBusy"), (blob.Status, blob.ErrorCode));
        }
        _azurite.End();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await Table.UpsertEntityAsync(new TableEntity("p", "after"));
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 503)
            {
                return false;
            }
        });
        await Container.GetBlobClient("after").UploadAsync(BinaryData.FromString("after"));

        await _azurite.RestartAsync();
        Assert.Contains("after", await RowsAsync());
        Assert.Equal("after", (await Container.GetBlobClient("after").DownloadContentAsync()).Value.Content.ToString());
        Assert.DoesNotContain(_azurite.Files, file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoBlobIsInItsJournalBeforeItsContentIsInItsOwn()
    {
        // From a start on contents go to new extents, which the journal does not know yet.
        await _azurite.RestartAsync();
        _azurite.Begin("full blob-extents");
        Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(() => WriteAsync("blob"))).Status);

        await _azurite.KillAsync();
        _azurite.End();
        await _azurite.RestartAsync();
        Assert.Equal("kept", (await Container.GetBlobClient("kept").DownloadContentAsync()).Value.Content.ToString());
    }

    async Task WriteAsync(string write)
    {
        switch (write)
        {
            case "insert":
                await Table.AddEntityAsync(new TableEntity("p", "new"));
                break;
            case "transaction":
                await Table.SubmitTransactionAsync([
                    new(TableTransactionActionType.Add, new TableEntity("p", "new1")),
                    new(TableTransactionActionType.Delete, new TableEntity("p", "kept") { ETag = ETag.All }),
                    new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "new2")),
                ]);
                break;
            case "merge":
                await Table.UpdateEntityAsync(new TableEntity("p", "kept") { ["Mark"] = "+" }, ETag.All);
                break;
            case "delete":
                await Table.DeleteEntityAsync("p", "kept");
                break;
            case "table":
                await new TableClient(_azurite.ConnectionString, "other", new TableClientOptions { Retry = { MaxRetries = 0 } }).CreateAsync();
                break;
            case "blob":
                await Container.GetBlobClient("kept").UploadAsync(BinaryData.FromString("new"), overwrite: true);
                break;
        }
    }

    async Task<List<string>> RowsAsync() =>
        [.. (await Table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey + row.GetString("Mark"))];

    public async Task InitializeAsync()
    {
        _azurite = await FaultyAzurite.StartAsync();
        await Table.CreateAsync();
        await Table.AddEntityAsync(new TableEntity("p", "kept"));
        await Container.CreateAsync();
        await Container.GetBlobClient("kept").UploadAsync(BinaryData.FromString("kept"));
    }

    public async Task DisposeAsync() => await _azurite.DisposeAsync();
}
