using System.Diagnostics;
using System.Net.Sockets;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Host;

public sealed class StoragePartTests
{
    [Fact]
    public async Task AnEmulatorServesAsLongAsTheHostRunsThoughItIsKilled()
    {
        var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Storage", ""]));
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        var connection = configuration["Storage"] is { Length: > 0 } text ? text : configuration["AzureWebJobsStorage"]!;
        var table = new TableClient(connection, "notes", WithoutRetries());
        await table.CreateAsync();
        var first = (await AzuriteControl.FindAsync(Path.Combine(host.Folder, "azurite"), CancellationToken.None))!.ProcessId;

        using (var process = Process.GetProcessById(first)) process.Kill();
        await Eventually.True(() => host.Log.Lines.Any(line => line.StartsWith("Information: The storage emulator serves again", StringComparison.Ordinal)), "it serves again");

        Assert.Contains($"Error: The storage emulator (process {first}) has ended; starting it again", host.Log.Lines);
        await table.AddEntityAsync(new TableEntity("p", "r"));
        await host.DisposeAsync();
        var gone = await Assert.ThrowsAnyAsync<Exception>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        Assert.IsType<SocketException>(gone.GetBaseException());
    }

    static TableClientOptions WithoutRetries()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }
}
