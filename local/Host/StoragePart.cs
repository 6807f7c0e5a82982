using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Host;

/// <summary>
/// The storage emulator, unless the application's settings name a storage account. It is there before any service of
/// the application starts and goes after the last one has stopped.
/// </summary>
sealed class StoragePart : ILocalPart
{
    const string Setting = "Storage";

    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        if (builder.Configuration[Setting] is { Length: > 0 } || builder.Configuration.GetSection(Setting).GetChildren().Any()) return;

        var azurite = AzuriteProcess.EnsureAsync(options.DataFolder, options.IsDefault, CancellationToken.None).GetAwaiter().GetResult();
        builder.Configuration.AddDefault(Setting, azurite.ConnectionString);
        builder.Configuration.AddDefault("AzureWebJobsStorage", azurite.ConnectionString);
        var life = new Life(azurite);
        builder.Services.AddHostedService(_ => life);
    }

    /// <summary>Stops the emulator however the application ends: after a stop, a failed start, or no start at all.</summary>
    sealed class Life : IHostedService, IAsyncDisposable
    {
        readonly Lazy<Task> _stopped;

        public Life(AzuriteProcess azurite)
        {
            _stopped = new(azurite.StopAsync);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => _stopped.Value.Wait();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => _stopped.Value.Wait();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => _stopped.Value;

        public ValueTask DisposeAsync() => new(_stopped.Value);
    }
}
