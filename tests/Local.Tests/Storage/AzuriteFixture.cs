using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

/// <summary>One Azurite for all tests that only need some storage. Every test takes a table or container of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    AzuriteProcess _azurite = null!;

    public string ConnectionString => _azurite.ConnectionString;

    public async Task InitializeAsync() => _azurite = await AzuriteProcess.EnsureAsync(_folder.Path, preferDefaultPorts: false, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _azurite.StopAsync();
        _folder.Dispose();
    }

    public async Task<TableClient> CreateTableAsync(TableClientOptions? options = null)
    {
        var table = new TableClient(ConnectionString, "t" + Guid.NewGuid().ToString("N"), options);
        await table.CreateAsync();
        return table;
    }

    public async Task<BlobContainerClient> CreateContainerAsync(BlobClientOptions? options = null)
    {
        var container = new BlobServiceClient(ConnectionString, options!).GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync();
        return container;
    }
}

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("proctoring-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
