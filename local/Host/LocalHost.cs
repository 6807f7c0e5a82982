using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Host;

/// <summary>The built application. What the developer can mend ends the process with a message instead of a stack trace.</summary>
sealed class LocalHost(IHost host, Action<StartupException> report) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (StartupException e)
        {
            await DisposeAsync();
            report(e);
            throw;
        }
        catch (OperationCanceledException e) when (IsStopping)
        {
            await DisposeAsync();
            report(new StartupException("Interrupted.", e));
            throw;
        }
    }

    bool IsStopping => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    public Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    public void Dispose() => host.Dispose();

    public ValueTask DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync();
}
