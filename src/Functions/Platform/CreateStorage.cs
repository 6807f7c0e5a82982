using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Functions.Platform;

sealed record StorageTable(string Name);

sealed record StorageContainer(string Name);

static class StorageRegistration
{
    /// <summary>
    /// Has the table created at start, and gives its client to who asks for
    /// <c>[FromKeyedServices(name)] TableClient</c>.
    /// </summary>
    public static IServiceCollection AddTable(this IServiceCollection services, string name) => services
        .AddSingleton(new StorageTable(name))
        .AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<TableServiceClient>().GetTableClient(name));

    /// <summary>
    /// Has the blob container created at start, and gives its client to who asks for
    /// <c>[FromKeyedServices(name)] BlobContainerClient</c>.
    /// </summary>
    public static IServiceCollection AddContainer(this IServiceCollection services, string name) => services
        .AddSingleton(new StorageContainer(name))
        .AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(name));
}

/// <summary>
/// Creates the tables and containers that are not there yet. It does so before any hosted service starts: the
/// worker's connection to the platform is one of those, and an invocation must not come before its table.
/// </summary>
sealed class CreateStorage(
    IEnumerable<StorageTable> tables,
    IEnumerable<StorageContainer> containers,
    TableServiceClient tableService,
    BlobServiceClient blobService) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellation) => Task.WhenAll(
    [
        .. tables.Select(table => (Task)tableService.CreateTableIfNotExistsAsync(table.Name, cancellation)),
        .. containers.Select(container => (Task)blobService.GetBlobContainerClient(container.Name)
            .CreateIfNotExistsAsync(cancellationToken: cancellation)),
    ]);

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellation) => Task.CompletedTask;
}
