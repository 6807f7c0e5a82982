using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Local.Storage;

namespace Proctoring.Testing;

/// <summary>Storage without the application, for tests of what happens between two of its requests.</summary>
public sealed class StorageOnly : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("proctoring-storage-").FullName;
    AzuriteProcess _azurite = null!;

    public async Task InitializeAsync() =>
        _azurite = await AzuriteProcess.EnsureAsync(_folder, preferDefaultPorts: false, CancellationToken.None);

    /// <summary>A new, empty table.</summary>
    public async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(_azurite.ConnectionString).GetTableClient($"test{Guid.NewGuid():N}");
        await table.CreateIfNotExistsAsync();
        return table;
    }

    /// <summary>A new, empty container.</summary>
    public async Task<BlobContainerClient> ContainerAsync()
    {
        var container = new BlobServiceClient(_azurite.ConnectionString).GetBlobContainerClient($"test-{Guid.NewGuid():N}");
        await container.CreateIfNotExistsAsync();
        return container;
    }

    public async Task DisposeAsync()
    {
        await _azurite.StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset _now = now;

    public StandingClock() : this(new(2031, 5, 1, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
