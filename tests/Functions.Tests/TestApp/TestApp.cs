using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Proctoring.Local.Storage;

namespace Proctoring.Testing;

/// <summary>
/// The whole application, as <c>dotnet run</c> starts it, in a process of its own with its own port and data folder.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string OperatorKey = "the-operators-key-in-tests";

    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    readonly bool _storageCanFail;
    IReadOnlyDictionary<string, string> _settings;
    readonly ConcurrentQueue<string> _log = new();
    Process? _process;

    TestApp(IReadOnlyDictionary<string, string> settings, bool storageCanFail, string? dataFolder)
    {
        _settings = settings;
        _storageCanFail = storageCanFail;
        DataFolder = dataFolder ?? Directory.CreateTempSubdirectory("proctoring-test-").FullName;
        Port = FreePort.Choose();
        Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = new($"http://127.0.0.1:{Port}"),
        };
    }

    public int Port { get; }

    public string DataFolder { get; }

    public HttpClient Http { get; }

    /// <summary>What the application has printed so far.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>Calls without any credentials.</summary>
    public Api Anonymous => new(Http);

    /// <summary>Calls with the operator's key.</summary>
    public Api Operator => new(Http, operatorKey: OperatorKey);

    /// <param name="settings">Further configuration, by key as in <c>Sessions:RetentionDays</c>.</param>
    /// <param name="storageCanFail">For <see cref="BeginStorageFault"/>.</param>
    /// <param name="dataFolder">An empty one, which is removed at the end; else one of its own.</param>
    public static async Task<TestApp> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, bool storageCanFail = false, string? dataFolder = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var app = new TestApp(settings ?? new Dictionary<string, string>(), storageCanFail, dataFolder);
            try
            {
                await app.LaunchAsync();
                return app;
            }
            catch (PortTakenException) when (attempt < 5)
            {
                await app.RemoveAsync();
            }
            catch
            {
                await app.RemoveAsync();
                throw;
            }
        }
    }

    /// <summary>Calls with an access or session token.</summary>
    public Api With(string token) => new(Http, token);

    /// <summary>By how much the clock was moved in all.</summary>
    public TimeSpan Advanced { get; private set; }

    /// <summary>Moves the application's clock forward; timers that fall due on the way fire.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        using var reply = await Http.PostAsJsonAsync("/local/clock", new { advanceSeconds = by.TotalSeconds });
        reply.EnsureSuccessStatusCode();
        Advanced += by;
    }

    /// <summary>A table of the application's own storage, for what no request can bring about.</summary>
    public async Task<TableClient> TableAsync(string name)
    {
        var storage = await AzuriteProcess.EnsureAsync(DataFolder, preferDefaultPorts: false, CancellationToken.None);
        return new TableServiceClient(storage.ConnectionString).GetTableClient(name);
    }

    /// <summary>Has the SignalR service take nothing from the application any more, or again.</summary>
    public async Task SetSignalRAsync(bool available)
    {
        using var reply = await Http.PostAsJsonAsync("/local/signalr", new { available });
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the process without any warning (kill -9). What serves its storage lives on.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
        _process = null;
        process.Dispose();
    }

    /// <summary>Ends the process and what serves its storage at the same time, without any warning.</summary>
    public async Task KillWithStorageAsync()
    {
        // Looked up before, so that nothing but the two signals lies between the two ends.
        var storage = TestProcesses.Of(DataFolder).Where(id => id != _process?.Id).Select(Process.GetProcessById).ToList();
        _process?.Kill(entireProcessTree: false);
        foreach (var process in storage)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await KillAsync();
    }

    /// <summary>Has what serves the storage fail as <c>azurite-faults.js</c> describes, until the fault is ended.</summary>
    public void BeginStorageFault(string fault) => File.WriteAllText(StorageFault, fault);

    public void EndStorageFault() => File.Delete(StorageFault);

    string StorageFault => Path.Combine(DataFolder, "azurite-fault");

    /// <summary>Starts the application again on the same data and port; stops it first if it still runs.</summary>
    /// <param name="settings">In place of those that it was started with; null for the same.</param>
    public async Task RestartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        await StopAsync();
        _settings = settings ?? _settings;
        await LaunchAsync();
    }

    /// <summary>Stops the application with Ctrl-C, requires that it leaves properly, and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // A killed application has left its storage emulator for the next start to adopt: only that one stops it.
            if (_process is null) await LaunchAsync();
            await StopAsync();
            if (TestProcesses.Of(DataFolder) is { Count: > 0 } leftovers)
                throw new InvalidOperationException($"Processes were left behind: {string.Join(", ", leftovers)}\n{Tail()}");
        }
        finally
        {
            await RemoveAsync();
        }
    }

    async Task LaunchAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Repository.Built("Proctoring.Functions.dll"));
        start.ArgumentList.Add("--port");
        start.ArgumentList.Add(Port.ToString());
        var settings = new Dictionary<string, string>(_settings)
        {
            ["Local:DataFolder"] = DataFolder,
            ["Operator:Key"] = OperatorKey,
        };
        foreach (var (key, value) in settings) start.ArgumentList.Add($"--{key}={value}");
        if (_storageCanFail) start.Environment["NODE_OPTIONS"] = $"--require \"{Repository.File("tests", "Local.Tests", "Storage", "azurite-faults.js")}\"";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await WaitUntilHealthyAsync(process);
    }

    async Task WaitUntilHealthyAsync(Process process)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited)
            {
                process.WaitForExit();
                _process = null;
                throw Log.Any(line => line.Contains("in use", StringComparison.OrdinalIgnoreCase))
                    ? new PortTakenException()
                    : new InvalidOperationException($"The application ended at its start with {process.ExitCode}:\n{Tail()}");
            }
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                using var reply = await Http.GetAsync("/api/health", patience.Token);
                if (reply.StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not yet.
            }
            if (watch.Elapsed > StartPatience)
                throw new TimeoutException($"The application was not healthy within {StartPatience}:\n{Tail()}");
            await Task.Delay(50);
        }
    }

    async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        TestProcesses.Interrupt(process);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The application did not stop within {StopPatience} after Ctrl-C:\n{Tail()}");
        }
        var code = process.ExitCode;
        process.Dispose();
        if (code != 0) throw new InvalidOperationException($"The application stopped with exit code {code}:\n{Tail()}");
    }

    /// <summary>Removes whatever is left, however the application came to its end.</summary>
    async Task RemoveAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
        foreach (var id in TestProcesses.Of(DataFolder))
        {
            using var leftover = Process.GetProcessById(id);
            leftover.Kill(entireProcessTree: true);
        }
        Http.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    string Tail() => string.Join('\n', _log.TakeLast(80));

    sealed class PortTakenException : Exception;
}
