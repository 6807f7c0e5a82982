using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

        var azurite = Ensure(options);
        builder.Configuration.AddDefault(Setting, azurite.ConnectionString);
        builder.Configuration.AddDefault("AzureWebJobsStorage", azurite.ConnectionString);
        var life = new Life(azurite);
        builder.Services.AddHostedService(_ => life);
        builder.Services.AddHostedService(services => new AzuriteWatch(azurite, services.GetRequiredService<ILogger<AzuriteWatch>>()));
    }

    // Here and not when the application starts, since only a running emulator has an address.
    static AzuriteProcess Ensure(LocalOptions options)
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
        catch (OperationCanceledException e)
        {
            throw new StartupException("Interrupted.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    /// <summary>Stops the emulator however the application ends: after a stop, a failed start, or no start at all.</summary>
    sealed class Life : IHostedService, IAsyncDisposable
    {
        readonly Lazy<Task> _stopped;
        readonly PosixSignalRegistration _beforeStart;

        public Life(AzuriteProcess azurite)
        {
            _stopped = new(azurite.StopAsync);
            _beforeStart = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => _stopped.Value.Wait());
            AppDomain.CurrentDomain.ProcessExit += (_, _) => _stopped.Value.Wait();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => _stopped.Value.Wait();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            // From now on the signal means an orderly stop, which the host cares for.
            _beforeStart.Dispose();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _stopped.Value;

        public ValueTask DisposeAsync()
        {
            _beforeStart.Dispose();
            return new(_stopped.Value);
        }
    }
}
