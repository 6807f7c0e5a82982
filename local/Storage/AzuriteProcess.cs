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
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    readonly AzuriteControl? _control;

    AzuriteProcess(AzuriteOrigin origin, int blobPort, int tablePort, int? processId, AzuriteControl? control)
    {
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
    public int? ProcessId { get; }

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
            return new AzuriteProcess(AzuriteOrigin.Foreign, blobPort, tablePort, null, null);

        try
        {
            await LaunchAsync(folder, blobPort, tablePort, cancellation).ConfigureAwait(false);
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

    /// <summary>Asks it to write all its data and end, and waits for that. Does nothing to a foreign one.</summary>
    public async Task StopAsync()
    {
        if (_control is null || ProcessId is not { } id) return;
        using var timeout = new CancellationTokenSource(StopTimeout);
        using var process = Find(id);
        try
        {
            if (!await _control.StopAsync(timeout.Token).ConfigureAwait(false) || process is null) return;
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
            ? new AzuriteProcess(origin, state.BlobPort, state.TablePort, state.Pid, control)
            : null;
    }

    static async Task LaunchAsync(string folder, int blobPort, int tablePort, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AzuritePackage.Folder, "azurite-launch.js"));
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add($"{blobPort}");
        start.ArgumentList.Add($"{tablePort}");

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
        return new InvalidOperationException($"The storage emulator did not start. {errors}{text}".Trim());
    }
}
