using System.Runtime.InteropServices;
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

        var azurite = Start(options);
        builder.Configuration.AddDefault(Setting, azurite.ConnectionString);
        builder.Configuration.AddDefault("AzureWebJobsStorage", azurite.ConnectionString);
        var life = new Life(azurite);
        builder.Services.AddHostedService(_ => life);
    }

    /// <summary>The emulator does not hear a Ctrl-C; until the host listens for it, it has to be heard here.</summary>
    static AzuriteProcess Start(LocalOptions options)
    {
        using var interrupt = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupt.Cancel();
        });
        try
        {
            return AzuriteProcess.EnsureAsync(options.DataFolder, options.IsDefault, interrupt.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            Environment.Exit(130);
            throw;
        }
    }

    /// <summary>Stops the emulator however the application ends: after a stop, a failed start, or no start at all.</summary>
    sealed class Life : IHostedService, IAsyncDisposable
    {
        readonly Lazy<Task> _stopped;
        readonly PosixSignalRegistration _interrupt;

        public Life(AzuriteProcess azurite)
        {
            _stopped = new(azurite.StopAsync);
            _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => _stopped.Value.Wait());
            AppDomain.CurrentDomain.ProcessExit += (_, _) => _stopped.Value.Wait();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => _stopped.Value.Wait();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            // From here on the host turns a Ctrl-C into a stop.
            _interrupt.Dispose();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _stopped.Value;

        public ValueTask DisposeAsync() => new(_stopped.Value);
    }
}
