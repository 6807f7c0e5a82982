using System.Diagnostics;

namespace Proctoring.Local.Storage;

/// <summary>How this copy of the platform came to its storage emulator.</summary>
enum AzuriteOrigin
{
    /// <summary>Started by this process.</summary>
    Started,

    /// <summary>Started by an earlier process for the same data folder, and still alive.</summary>
    Adopted,

    /// <summary>Somebody else's, on the well-known ports. Never stopped by us.</summary>
    Foreign,
}

/// <summary>
/// The storage emulator (blob and table services) of one data folder. It runs in a session of its own: it outlives a killed
/// host, and the next host adopts it. The data of a folder is served by one process at a time.
/// </summary>
sealed class AzuriteProcess
{
    const int DefaultBlobPort = 10000;
    const int DefaultTablePort = 10002;

    /// <summary>Characters of its log that are shown when it does not start.</summary>
    const int MostLog = 4000;
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    readonly string _folder;
    /// <summary>Held while it is being started again or stopped, so that none is started behind the back of a stop.</summary>
    readonly SemaphoreSlim _changing = new(1);
    AzuriteControl? _control;
    bool _isStopped;

    AzuriteProcess(AzuriteOrigin origin, string folder, int blobPort, int tablePort, int? processId, AzuriteControl? control)
    {
        _folder = folder;
        Origin = origin;
        BlobPort = blobPort;
        TablePort = tablePort;
        ProcessId = processId;
        _control = control;
    }

    public AzuriteOrigin Origin { get; }

    /// <summary>Address and well-known key, in the form that the SDK's clients take.</summary>
    public string ConnectionString => StorageConnectionString.ForEmulator(BlobPort, TablePort).ToString();

    public int BlobPort { get; }

    public int TablePort { get; }

    /// <summary>Null when <see cref="Origin"/> is foreign.</summary>
    public int? ProcessId { get; private set; }

    /// <param name="dataFolder">The copy's data folder; Azurite's own files go into its subfolder <c>azurite</c>.</param>
    /// <param name="preferDefaultPorts">Use ports 10000 and 10002, or whoever listens there already when this folder has no data of its own.</param>
    /// <param name="cancellation">Gives up waiting for readiness.</param>
    /// <exception cref="InvalidOperationException">Node.js is missing, or Azurite does not start; the message says what to do.</exception>
    public static Task<AzuriteProcess> EnsureAsync(string dataFolder, bool preferDefaultPorts, CancellationToken cancellation) => preferDefaultPorts
        ? EnsureAsync(dataFolder, DefaultBlobPort, DefaultTablePort, cancellation)
        : EnsureAsync(dataFolder, 0, 0, cancellation);

    /// <summary>As above, with other preferred ports; 0 for any.</summary>
    public static async Task<AzuriteProcess> EnsureAsync(string dataFolder, int blobPort, int tablePort, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "azurite");
        if (await ServingAsync(folder, AzuriteOrigin.Adopted, cancellation).ConfigureAwait(false) is { } running) return running;

        if (tablePort != 0 && !Directory.Exists(folder) && await IsAzuriteAsync(blobPort, tablePort, cancellation).ConfigureAwait(false))
            return new AzuriteProcess(AzuriteOrigin.Foreign, folder, blobPort, tablePort, null, null);

        try
        {
            await LaunchAsync(folder, [$"{blobPort}", $"{tablePort}"], cancellation).ConfigureAwait(false);
            return await ServingAsync(folder, AzuriteOrigin.Started, cancellation).ConfigureAwait(false) ?? throw NotStarted(folder);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C while it was starting: nobody will stop it later.
            if (await AzuriteControl.FindAsync(folder, CancellationToken.None).ConfigureAwait(false) is { } unwanted)
                await unwanted.StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes when the process has ended; never for a foreign one. One that is only slow has not ended.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        while (_control is null || await _control.IsThereAsync(cancellation).ConfigureAwait(false))
            await Task.Delay(_control is null ? Timeout.InfiniteTimeSpan : LookInterval, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts it again on the same data, at the same address: its clients go by that. Nothing happens after a stop.</summary>
    /// <exception cref="InvalidOperationException">It does not start, for instance since the disk is full; the message says why.</exception>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_isStopped) return;
            await LaunchAsync(_folder, [$"{BlobPort}", $"{TablePort}", "exactly"], cancellation).ConfigureAwait(false);
            var started = await ServingAsync(_folder, AzuriteOrigin.Started, cancellation).ConfigureAwait(false);
            if (started is null || (started.BlobPort, started.TablePort) != (BlobPort, TablePort)) throw NotStarted(_folder);
            (_control, ProcessId) = (started._control, started.ProcessId);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Asks it to write all its data and end, and waits for that. Does nothing to a foreign one.</summary>
    public async Task StopAsync()
    {
        if (Origin == AzuriteOrigin.Foreign) return;
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            _isStopped = true;
            // Not the one known: a start that was given up half-way may have left another.
            if (await AzuriteControl.ReadAsync(_folder, CancellationToken.None).ConfigureAwait(false) is { } running)
                await StopAsync(running).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    static async Task StopAsync(AzuriteControl running)
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        using var process = Find(running.ProcessId);
        try
        {
            if (!await running.StopAsync(timeout.Token).ConfigureAwait(false) || process is null) return;
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What it acknowledged is in its journal already.
            process?.Kill();
        }
    }

    /// <summary>Null when nobody serves the folder, or its server is just ending.</summary>
    static async Task<AzuriteProcess?> ServingAsync(string folder, AzuriteOrigin origin, CancellationToken cancellation)
    {
        if (await AzuriteControl.FindAsync(folder, cancellation).ConfigureAwait(false) is not { } control) return null;
        return await control.ReadyAsync(cancellation).ConfigureAwait(false) is { } state
            ? new AzuriteProcess(origin, folder, state.BlobPort, state.TablePort, state.Pid, control)
            : null;
    }

    static async Task LaunchAsync(string folder, string[] ports, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AzuritePackage.Folder, "azurite-launch.js"));
        start.ArgumentList.Add(folder);
        foreach (var port in ports) start.ArgumentList.Add(port);

        using var launcher = AzuritePackage.Start(start);
        var errors = launcher.StandardError.ReadToEndAsync(CancellationToken.None);
        // Waited for even when cancelled: only then is known what there is to stop.
        await launcher.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (launcher.ExitCode != 0) throw NotStarted(folder, await errors.ConfigureAwait(false));
    }

    /// <summary>Both services must answer, and as Azurite does: anything else on these ports is somebody's other business.</summary>
    static async Task<bool> IsAzuriteAsync(int blobPort, int tablePort, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            foreach (var (port, name) in new[] { (blobPort, "Azurite-Blob"), (tablePort, "Azurite-Table") })
            {
                using var response = await http.GetAsync($"http://127.0.0.1:{port}/{StorageConnectionString.EmulatorAccount}", cancellation).ConfigureAwait(false);
                if (!response.Headers.TryGetValues("Server", out var server) || !server.Any(s => s.StartsWith(name, StringComparison.Ordinal))) return false;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    static InvalidOperationException NotStarted(string folder, string errors = "")
    {
        var log = Path.Combine(folder, "azurite.log");
        var text = File.Exists(log) ? File.ReadAllText(log) : "";
        return new InvalidOperationException($"The storage emulator did not start. {errors}{text[^Math.Min(text.Length, MostLog)..]}".Trim());
    }
}
