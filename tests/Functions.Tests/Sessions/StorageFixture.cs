using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Local.Storage;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>
/// A storage emulator for tests below the HTTP surface: what storage does to a save cannot be provoked from there.
/// </summary>
public sealed class StorageFixture : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("proctoring-store-").FullName;
    AzuriteProcess? _azurite;

    public async Task InitializeAsync() => _azurite = await AzuriteProcess.EnsureAsync(_folder, preferDefaultPorts: false, CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A table of its own for a test.</summary>
    internal Task<UnreliableTable> CreateTableAsync() => CreateTableAsync((connection, name) => new UnreliableTable(connection, name));

    /// <summary>Likewise, of the test's own kind.</summary>
    internal async Task<T> CreateTableAsync<T>(Func<string, string, T> make)
        where T : TableClient
    {
        var table = make(_azurite!.ConnectionString, $"t{Guid.NewGuid():N}");
        await table.CreateAsync();
        return table;
    }

    /// <summary>A container of its own for a test.</summary>
    internal async Task<BlobContainerClient> CreateContainerAsync()
    {
        var container = new BlobServiceClient(_azurite!.ConnectionString).GetBlobContainerClient($"c{Guid.NewGuid():N}");
        await container.CreateIfNotExistsAsync();
        return container;
    }
}

[CollectionDefinition(nameof(StorageFixture))]
public sealed class StorageCollection : ICollectionFixture<StorageFixture>;

/// <summary>A table that fails when told to, before or after the service has done what it was asked for.</summary>
sealed class UnreliableTable(string connectionString, string name) : TableClient(connectionString, name)
{
    readonly Queue<Exception> _lostAnswers = [];
    readonly Queue<Exception> _lostRequests = [];

    public int Updates { get; private set; }

    /// <summary>The next transaction is applied, but its caller does not learn of it.</summary>
    public void LoseNextAnswer(Exception instead) => _lostAnswers.Enqueue(instead);

    /// <summary>The next transaction does not get through.</summary>
    public void LoseNextRequest(Exception instead) => _lostRequests.Enqueue(instead);

    /// <summary>Forgets the losses that have not come yet.</summary>
    public void Heal()
    {
        _lostAnswers.Clear();
        _lostRequests.Clear();
    }

    public Func<Task>? AfterLostAnswer { get; set; }

    /// <summary>What comes of a write of these rows in place of the write, if anything: storage refuses some and takes the others.</summary>
    public Func<IEnumerable<ITableEntity>, Exception?>? Refusing { get; set; }

    public override async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        if (_lostRequests.TryDequeue(out var lost))
            throw lost;
        transactionActions = [.. transactionActions];
        if (Refusing?.Invoke(transactionActions.Select(action => action.Entity)) is { } refusal)
            throw refusal;
        var response = await base.SubmitTransactionAsync(transactionActions, cancellationToken);
        if (!_lostAnswers.TryDequeue(out var instead))
            return response;
        if (AfterLostAnswer is { } act)
            await act();
        throw instead;
    }

    public override Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        Refusing?.Invoke([entity]) is { } refusal ? throw refusal : base.UpsertEntityAsync(entity, mode, cancellationToken);

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
    {
        Updates++;
        return base.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken);
    }
}
