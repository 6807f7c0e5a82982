using System.Diagnostics;
using Azure.Data.Tables;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

/// <summary>Large entities, of which Azurite's journal keeps what became different.</summary>
public sealed class AzuriteChangesTests : IDisposable
{
    const int Columns = 12;
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MergesReplacementsAndRemovalsOfALargeEntityAreThereAfterAKill()
    {
        var azurite = await StartAsync();
        var table = new TableClient(azurite.ConnectionString, "pages");
        await table.CreateAsync();
        var whole = Row("whole");
        for (var i = 0; i < Columns; i++) whole[$"Data{i}"] = Data(i, 0);
        whole["Kind"] = 1L << 40;
        await table.AddEntityAsync(whole);
        await table.AddEntityAsync(new TableEntity(whole) { RowKey = "shrunk" });
        await table.AddEntityAsync(new TableEntity(whole) { RowKey = "removed" });
        for (var round = 1; round <= 40; round++)
        {
            var change = Row("whole");
            change["Round"] = round;
            change[$"Data{round % Columns}"] = whole[$"Data{round % Columns}"] = Data(round % Columns, round);
            await table.UpdateEntityAsync(change, Azure.ETag.All);
            await table.UpdateEntityAsync(new TableEntity("p", "shrunk") { ["Round"] = round }, Azure.ETag.All);
        }

        // Its type goes with it, which stands in a property of its own.
        var other = Row("whole");
        other["Kind"] = whole["Kind"] = "a text";
        await table.UpdateEntityAsync(other, Azure.ETag.All);
        var shrunk = new TableEntity("p", "shrunk") { ["Data1"] = Data(1, 99) };
        await table.UpdateEntityAsync(shrunk, Azure.ETag.All, TableUpdateMode.Replace);
        await table.DeleteEntityAsync("p", "removed");
        await KillAsync(azurite);

        azurite = await StartAsync();
        table = new TableClient(azurite.ConnectionString, "pages");
        Assert.Equal(["shrunk", "whole"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
        whole["Round"] = 40;
        AssertSame(whole, await table.GetEntityAsync<TableEntity>("p", "whole"));
        AssertSame(shrunk, await table.GetEntityAsync<TableEntity>("p", "shrunk"));
        await azurite.StopAsync();

        var journal = new DirectoryInfo(Path.Combine(_folder.Path, "azurite")).GetFiles("tables*").Sum(file => file.Length);
        Assert.InRange(journal, 1, 80 * Columns * 8_000 / 2);
    }

    [Fact]
    public async Task MergesAroundASnapshotAreKept()
    {
        var azurite = await StartAsync();
        var table = new TableClient(azurite.ConnectionString, "pages");
        await table.CreateAsync();
        var rows = Enumerable.Range(0, 20).Select(i => Row($"{i:D2}")).ToList();
        var snapshot = new FileInfo(Path.Combine(_folder.Path, "azurite", "tables"));
        long Snapshot() { snapshot.Refresh(); return snapshot.Length; }
        var (before, after) = (Snapshot(), 0);
        for (var round = 0; round < 5_000 && after < 30; round++)
        {
            // Many at a time, so that some change while the snapshot is written.
            await Task.WhenAll(rows.Select(row =>
            {
                var change = Row(row.RowKey);
                change["Round"] = row["Round"] = round;
                change[$"Data{round % Columns}"] = row[$"Data{round % Columns}"] = Data(round % Columns, round);
                return table.UpsertEntityAsync(change);
            }));
            if (Snapshot() != before) after++;
        }

        Assert.Equal(30, after);
        await KillAsync(azurite);

        azurite = await StartAsync();
        table = new TableClient(azurite.ConnectionString, "pages");
        var stored = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(rows.Count, stored.Count);
        foreach (var (expected, row) in rows.Zip(stored)) AssertSame(expected, row);
        await azurite.StopAsync();
    }

    static TableEntity Row(string key) => new("p", key);

    static byte[] Data(int column, int round)
    {
        var data = new byte[6_000];
        new Random(column * 1000 + round).NextBytes(data);
        return data;
    }

    static void AssertSame(TableEntity expected, TableEntity row)
    {
        string[] system = ["odata.etag", "Timestamp"];
        Assert.Equal(expected.Keys.Except(system).Order(), row.Keys.Except(system).Order());
        foreach (var name in expected.Keys.Except(system)) Assert.Equal(expected[name], row[name]);
    }

    static async Task KillAsync(AzuriteProcess azurite)
    {
        using var process = Process.GetProcessById(azurite.ProcessId!.Value);
        process.Kill();
        await process.WaitForExitAsync();
    }

    Task<AzuriteProcess> StartAsync() => AzuriteProcess.EnsureAsync(_folder.Path, preferDefaultPorts: false, CancellationToken.None);
}
