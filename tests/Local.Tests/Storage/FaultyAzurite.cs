using System.Diagnostics;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

/// <summary>A storage emulator whose disk can be full, or which is killed at a chosen moment (azurite-faults.js).</summary>
sealed class FaultyAzurite : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    Process? _process;
    AzuriteProcess? _azurite;

    string Folder => Path.Combine(_folder.Path, "azurite");

    string Fault => Path.Combine(_folder.Path, "azurite-fault");

    public string ConnectionString => _azurite!.ConnectionString;

    public AzuriteProcess Azurite => _azurite!;

    public static async Task<FaultyAzurite> StartAsync()
    {
        var faulty = new FaultyAzurite();
        await faulty.RestartAsync();
        return faulty;
    }

    public void Begin(string fault) => File.WriteAllText(Fault, fault);

    public void End() => File.Delete(Fault);

    public IEnumerable<string> Files => Directory.GetFiles(Folder).Select(file => Path.GetFileName(file));

    /// <summary>Kills it if it still runs, and starts it on what it has left.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        Directory.CreateDirectory(Folder);
        var start = new ProcessStartInfo("node");
        foreach (var argument in new[] { "--require", Path.Combine(AppContext.BaseDirectory, "Storage", "azurite-faults.js"), Path.Combine(AzuritePackage.Folder, "azurite-server.js"), Folder })
            start.ArgumentList.Add(argument);
        _process = AzuritePackage.Start(start);
        while (_azurite is null)
        {
            Assert.False(_process.HasExited, "Azurite ended at its start.");
            if (await AzuriteControl.FindAsync(Folder, CancellationToken.None) is not null)
                _azurite = await AzuriteProcess.EnsureAsync(_folder.Path, preferDefaultPorts: false, CancellationToken.None);
            else await Task.Delay(20);
        }
    }

    /// <summary>Waits for the end that <c>killed</c> brings.</summary>
    public Task EndedAsync() => _process!.WaitForExitAsync();

    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        (_process, _azurite) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }
}
