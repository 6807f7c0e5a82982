using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

public sealed class AzuriteProcessTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DataSurvivesAStopAndAStart()
    {
        var azurite = await StartAsync();
        Assert.Equal(AzuriteOrigin.Started, azurite.Origin);
        await WriteAsync(azurite, "one");
        await azurite.StopAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(azurite.ProcessId!.Value));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(azurite.TablePort));

        azurite = await StartAsync();
        Assert.Equal(AzuriteOrigin.Started, azurite.Origin);
        await AssertHoldsAsync(azurite, "one");
        await azurite.StopAsync();
    }

    [Fact]
    public async Task TheNextStartAdoptsARunningOne()
    {
        var first = await StartAsync();
        await WriteAsync(first, "one");
        // A killed host calls nothing; the next one only has the folder.
        var second = await StartAsync();
        Assert.Equal((AzuriteOrigin.Adopted, first.ProcessId, first.ConnectionString), (second.Origin, second.ProcessId, second.ConnectionString));
        await AssertHoldsAsync(second, "one");
        await second.StopAsync();
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(first.TablePort));
        // Nothing is left to stop.
        await first.StopAsync();
    }

    [Fact]
    public async Task ManyStartsAtOnceMakeOneProcess()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        Assert.Single(all.Select(azurite => azurite.ProcessId).Distinct());
        await all[0].StopAsync();
    }

    [Fact]
    public async Task SomebodyElsesOnThePreferredPortsIsUsedAndLeftAlone()
    {
        var theirs = await StartAsync();
        await WriteAsync(theirs, "one");
        using var folder = new TemporaryFolder();
        var ours = await AzuriteProcess.EnsureAsync(folder.Path, theirs.BlobPort, theirs.TablePort, CancellationToken.None);
        Assert.Equal((AzuriteOrigin.Foreign, theirs.ConnectionString), (ours.Origin, ours.ConnectionString));
        await ours.StopAsync();
        await AssertHoldsAsync(theirs, "one");

        // Not once this copy has data of its own.
        Directory.CreateDirectory(Path.Combine(folder.Path, "azurite"));
        ours = await AzuriteProcess.EnsureAsync(folder.Path, theirs.BlobPort, theirs.TablePort, CancellationToken.None);
        Assert.Equal(AzuriteOrigin.Started, ours.Origin);
        Assert.NotEqual(theirs.TablePort, ours.TablePort);
        await ours.StopAsync();
        await theirs.StopAsync();
    }

    [Fact]
    public async Task APreferredPortThatIsTakenIsPassedOver()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var azurite = await AzuriteProcess.EnsureAsync(_folder.Path, port, port, CancellationToken.None);
        Assert.Equal(AzuriteOrigin.Started, azurite.Origin);
        Assert.NotEqual(port, azurite.BlobPort);
        await WriteAsync(azurite, "one");
        await azurite.StopAsync();
    }

    [Fact]
    public async Task ItRunsInASessionOfItsOwn()
    {
        if (!OperatingSystem.IsLinux()) return;
        var azurite = await StartAsync();
        // Fields 5 and 6 of stat, counted behind the name in brackets: process group and session.
        var stat = (await File.ReadAllTextAsync($"/proc/{azurite.ProcessId}/stat")).Split(") ")[^1].Split(' ');
        Assert.Equal(($"{azurite.ProcessId}", $"{azurite.ProcessId}"), (stat[2], stat[3]));
        await azurite.StopAsync();
    }

    [Fact]
    public async Task WhatWasAnsweredSurvivesAKill()
    {
        var azurite = await StartAsync();
        await WriteAsync(azurite, "one");
        using (var process = Process.GetProcessById(azurite.ProcessId!.Value))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        azurite = await StartAsync();
        Assert.Equal(AzuriteOrigin.Started, azurite.Origin);
        await AssertHoldsAsync(azurite, "one");
        await azurite.StopAsync();
    }

    [Fact]
    public async Task WhatHasEndedIsStartedAgainAtTheSameAddress()
    {
        var azurite = await StartAsync();
        await WriteAsync(azurite, "one");
        using var stop = new CancellationTokenSource();
        for (var i = 0; i < 2; i++)
        {
            var ended = azurite.EndAsync(stop.Token);
            Assert.False(ended.IsCompleted);
            using (var process = Process.GetProcessById(azurite.ProcessId!.Value)) process.Kill();
            await ended;
            await azurite.RestartAsync(CancellationToken.None);
            await AssertHoldsAsync(azurite, "one");
        }

        await azurite.StopAsync();
        await azurite.RestartAsync(CancellationToken.None);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(azurite.TablePort));
    }

    [Fact]
    public async Task ItIsNotStartedAgainAtAnotherAddress()
    {
        var azurite = await StartAsync();
        await WriteAsync(azurite, "one");
        using (var process = Process.GetProcessById(azurite.ProcessId!.Value)) process.Kill();
        await azurite.EndAsync(CancellationToken.None);
        var taken = new TcpListener(IPAddress.Loopback, azurite.TablePort);
        taken.Start();
        await Assert.ThrowsAsync<InvalidOperationException>(() => azurite.RestartAsync(CancellationToken.None));
        taken.Stop();

        await azurite.RestartAsync(CancellationToken.None);
        await AssertHoldsAsync(azurite, "one");
        await azurite.StopAsync();
    }

    [Theory]
    [InlineData("{\"in\":\"devstoreaccount1$notes\",\"put\":{\"PartitionKey\":\"p\",\"RowKey\":\"torn")]
    [InlineData("{\"in\":\"devstoreaccount1$notes\",\"put\":{\"PartitionKey\":\"p\",\"RowKey\":\"not committed\"}}\n")]
    [InlineData("\0\0\0\0\0\0torn\"}}\n{\"commit\":true}\n")]
    public async Task ATornJournalLosesOnlyItsEnd(string end)
    {
        var azurite = await StartAsync();
        await WriteAsync(azurite, "one");
        await azurite.StopAsync();
        var journal = Directory.GetFiles(Path.Combine(_folder.Path, "azurite"), "tables.*").Order().Last();
        await File.AppendAllTextAsync(journal, end);

        // The second start reads what the first one has written behind it.
        for (var start = 0; start < 2; start++)
        {
            azurite = await StartAsync();
            await AssertHoldsAsync(azurite, "one");
            await new TableClient(azurite.ConnectionString, "others").CreateIfNotExistsAsync();
            await new TableClient(azurite.ConnectionString, "others").AddEntityAsync(new TableEntity("p", $"{start}"));
            await azurite.StopAsync();
        }
    }

    [Fact]
    public async Task ADeletedFolderEndsIt()
    {
        var azurite = await StartAsync();
        Directory.Delete(Path.Combine(_folder.Path, "azurite"), recursive: true);
        await Eventually.TrueAsync(() => Process.GetProcesses().All(process => process.Id != azurite.ProcessId));
    }

    [Fact]
    public async Task AStartThatIsCancelledLeavesNothingBehind()
    {
        using var cancellation = new CancellationTokenSource();
        var starting = AzuriteProcess.EnsureAsync(_folder.Path, preferDefaultPorts: false, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "azurite", "azurite.log")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "azurite", "azurite.json")));
        Assert.Null(await AzuriteControl.FindAsync(Path.Combine(_folder.Path, "azurite"), CancellationToken.None));
    }

    static async Task WriteAsync(AzuriteProcess azurite, string text)
    {
        var table = new TableClient(azurite.ConnectionString, "notes");
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("p", text));
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("notes");
        await container.CreateIfNotExistsAsync();
        await container.GetBlobClient(text).UploadAsync(BinaryData.FromString(text));
    }

    static async Task AssertHoldsAsync(AzuriteProcess azurite, string text)
    {
        var rows = await new TableClient(azurite.ConnectionString, "notes").QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal([text], rows.Select(row => row.RowKey));
        var blob = new BlobClient(azurite.ConnectionString, "notes", text);
        Assert.Equal(text, (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    static async Task ConnectAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
    }

    Task<AzuriteProcess> StartAsync() => AzuriteProcess.EnsureAsync(_folder.Path, preferDefaultPorts: false, CancellationToken.None);
}
