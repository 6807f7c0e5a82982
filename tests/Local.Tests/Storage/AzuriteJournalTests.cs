using System.Diagnostics;
using System.Globalization;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

public sealed class AzuriteJournalTests
{
    [Fact]
    public async Task NoCrashWhileASnapshotIsTakenLosesWhatWasSafe()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Storage", "journal-crashes.js"));
        start.ArgumentList.Add(Path.Combine(AzuritePackage.Folder, "azurite-journal.js"));
        start.ArgumentList.Add(folder.Path);
        using var process = AzuritePackage.Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var crashes = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await errors);
        // Three snapshots, each with several steps, and a kill and a power cut before each of these.
        Assert.InRange(int.Parse(crashes, CultureInfo.InvariantCulture), 50, int.MaxValue);
    }
}
