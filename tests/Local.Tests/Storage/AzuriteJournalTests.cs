using System.Diagnostics;
using System.Globalization;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

public sealed class AzuriteJournalTests
{
    // Three snapshots, each with several steps, and a kill and a power cut before each of these.
    [Fact]
    public async Task NoCrashWhileASnapshotIsTakenLosesWhatWasSafe() => Assert.InRange(await RunAsync("journal-crashes.js"), 50, int.MaxValue);

    // Two snapshots and more, and rounds before and after.
    [Fact]
    public async Task NoFailureOfTheDiskLosesWhatWasWrittenOrStopsWhatFollows() => Assert.InRange(await RunAsync("journal-faults.js"), 40, int.MaxValue);

    static async Task<int> RunAsync(string script)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Storage", script));
        start.ArgumentList.Add(Path.Combine(AzuritePackage.Folder, "azurite-journal.js"));
        start.ArgumentList.Add(folder.Path);
        using var process = AzuritePackage.Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var tried = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await errors);
        return int.Parse(tried, CultureInfo.InvariantCulture);
    }
}
