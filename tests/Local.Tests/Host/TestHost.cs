using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

/// <summary>An application of the given functions in the test's process: own port, own data folder, no storage.</summary>
sealed class TestHost : IAsyncDisposable
{
    readonly IHost _host;
    readonly bool _ownsFolder;

    TestHost(IHost host, string folder, bool ownsFolder, CapturedLog log)
    {
        (_host, Folder, _ownsFolder, Log) = (host, folder, ownsFolder, log);
        Client = new HttpClient { BaseAddress = Services.GetRequiredService<LocalOptions>().BaseAddress };
    }

    public IServiceProvider Services => _host.Services;

    public HttpClient Client { get; }

    public string Folder { get; }

    public CapturedLog Log { get; }

    public MovableClock Clock => Services.GetRequiredService<MovableClock>();

    public static Task<TestHost> StartAsync(params Type[] classes) => StartAsync(new Setup(), classes);

    public static async Task<TestHost> StartAsync(Setup setup, params Type[] classes)
    {
        var folder = setup.Folder ?? TempFolder();
        string[] args = ["--Local:DataFolder", folder, "--port", "0", "--Storage", "none", .. setup.Args];
        var builder = FunctionsApplication.CreateBuilder(args, classes);
        var log = new CapturedLog();
        builder.Logging.ClearProviders().AddProvider(log);
        if (setup.Configure is { } configure) configure(builder);
        else builder.ConfigureFunctionsWebApplication();
        var host = builder.Build();
        await host.StartAsync();
        return new(host, folder, setup.Folder is null, log);
    }

    public static string TempFolder() => Directory.CreateTempSubdirectory("proctoring-").FullName;

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    public sealed record Setup(Action<FunctionsApplicationBuilder>? Configure = null, string? Folder = null, params string[] Args);
}

/// <summary>What was logged, as "Level: message".</summary>
sealed class CapturedLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(LogLevel Level, string Message, Exception? Exception)> _entries = new();

    public IEnumerable<string> Lines => _entries.Select(entry => $"{entry.Level}: {entry.Message}");

    public IEnumerable<Exception> Exceptions => _entries.Select(entry => entry.Exception).OfType<Exception>();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format) =>
        _entries.Enqueue((level, format(state, exception), exception));

    public void Dispose()
    {
    }
}

static class Eventually
{
    /// <summary>Waits until the condition holds; fails after a minute.</summary>
    public static async Task True(Func<bool> condition, string what)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            if (timeout.IsCancellationRequested) Assert.Fail($"Did not happen within a minute: {what}");
            await Task.Delay(5);
        }
    }
}
