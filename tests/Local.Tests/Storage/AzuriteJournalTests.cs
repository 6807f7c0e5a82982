using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
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

    [Fact]
    public async Task ALongJournalBecomesASnapshot()
    {
        using var folder = new TemporaryFolder();
        var azurite = await StartAsync(folder);
        var table = new TableClient(azurite.ConnectionString, "pages");
        await table.CreateAsync();
        // Ten rows, written over and over, until the journal has been replaced by what it comes to.
        var snapshot = new FileInfo(Path.Combine(folder.Path, "azurite", "tables"));
        var round = 0;
        for (; round < 500 && !HasSnapshot(); round++)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 10).Select(i => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace, new TableEntity("p", $"{i}") { ["Round"] = round, ["Data"] = new byte[40_000] })));
        }

        Assert.True(HasSnapshot());
        // Each row is in the snapshot or in the journal behind it, from the moment that the snapshot is in place ...
        Assert.InRange(Stored(), 10 * 53_000, long.MaxValue);
        // ... and what it replaces goes after that.
        await Eventually.TrueAsync(() => Stored() <= 8_000_000);
        Assert.InRange(Stored(), 10 * 53_000, 8_000_000);
        await table.DeleteEntityAsync("p", "9");
        await azurite.StopAsync();

        azurite = await StartAsync(folder);
        table = new TableClient(azurite.ConnectionString, "pages");
        var rows = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"{i}"), rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal((round - 1, 40_000), (row.GetInt32("Round")!.Value, row.GetBinary("Data")!.Length)));
        await azurite.StopAsync();

        long Stored() => snapshot.Directory!.GetFiles("tables*").Where(file => file.Exists).Sum(file => file.Length);

        bool HasSnapshot()
        {
            snapshot.Refresh();
            // A new database has an empty one.
            return snapshot.Length > 1_000;
        }
    }

    [Fact]
    public async Task ADroppedTableStaysDropped()
    {
        using var folder = new TemporaryFolder();
        var azurite = await StartAsync(folder);
        var table = new TableClient(azurite.ConnectionString, "notes");
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "old"));
        await table.DeleteAsync();
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "new"));
        await azurite.StopAsync();

        azurite = await StartAsync(folder);
        table = new TableClient(azurite.ConnectionString, "notes");
        Assert.Equal(["new"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
        // Ids go on behind the last one.
        await table.AddEntityAsync(new TableEntity("p", "newer"));
        Assert.Equal(["new", "newer"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
        await azurite.StopAsync();
    }

    static Task<AzuriteProcess> StartAsync(TemporaryFolder folder) =>
        AzuriteProcess.EnsureAsync(folder.Path, preferDefaultPorts: false, CancellationToken.None);

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
