using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class PlaceTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public void APortThatWasAskedForAndIsTakenIsRefused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var e = Assert.Throws<StartupException>(() => Take(("Local:DataFolder", _folder), ("Local:Port", $"{port}")));

        Assert.Equal($"Port {port} is taken. Choose another one with --port.", e.Message);
    }

    [Fact]
    public void AFolderHasOneCopyAtATime()
    {
        using (Take(("Local:DataFolder", _folder), ("Local:Port", "0")))
            Assert.Throws<StartupException>(() => Take(("Local:DataFolder", _folder), ("Local:Port", "0")));

        using var next = Take(("Local:DataFolder", _folder), ("Local:Port", "0"));
        Assert.Equal(_folder, next.Folder.Path);
    }

    [Fact]
    public void ThePortMayComeFromUrls()
    {
        int free;
        using (var place = Take(("Local:DataFolder", _folder), ("Local:Port", "0"))) free = place.Port.Number;

        using var byUrl = Take(("Local:DataFolder", _folder), ("urls", $"http://localhost:{free}"));

        Assert.Equal(free, byUrl.Port.Number);
    }

    [Theory]
    [InlineData("Local:Port", "http")]
    [InlineData("Local:Port", "70000")]
    [InlineData("urls", "localhost")]
    public void WhatIsNoPortIsRefused(string key, string value)
    {
        Assert.Throws<StartupException>(() => Take(("Local:DataFolder", _folder), (key, value)));
    }

    [Fact]
    public void SecretsAreMadeOnce()
    {
        string operatorKey;
        using (var folder = DataFolder.TryOpen(_folder)!)
        {
            operatorKey = folder.Secret("operatorKey");
            Assert.NotEqual(operatorKey, folder.Secret("masterKey"));
        }
        using (var folder = DataFolder.TryOpen(_folder)!) Assert.Equal(operatorKey, folder.Secret("operatorKey"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "secrets.json")));
    }

    [Fact]
    public async Task SettingsOfTheUserWinOverTheHosts()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Operator:Key", "mine"]), typeof(Functions));
        var configuration = host.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("mine", configuration["Operator:Key"]);
        Assert.StartsWith("Endpoint=sb://127.0.0.1:", configuration["EventHubConnection"], StringComparison.Ordinal);
        Assert.StartsWith("Endpoint=http://localhost:", configuration["AzureSignalRConnectionString"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoCopiesRunSideBySideOnBothLoopbackAddresses()
    {
        await using var one = await TestHost.StartAsync(typeof(Functions));
        await using var two = await TestHost.StartAsync(typeof(Functions));

        foreach (var host in new[] { one, two })
            foreach (var address in new[] { "localhost", "127.0.0.1" })
            {
                using var client = new HttpClient();
                Assert.Equal("here", await client.GetStringAsync($"http://{address}:{host.Client.BaseAddress!.Port}/api/here"));
            }
        Assert.NotEqual(one.Client.BaseAddress, two.Client.BaseAddress);
    }

    [Fact]
    public async Task AFailedStartLeavesPortAndFolderFree()
    {
        await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHost.Setup(Folder: _folder), typeof(WithoutConnection)));

        await using var host = await TestHost.StartAsync(new TestHost.Setup(Folder: _folder), typeof(Functions));
        Assert.Equal("here", await host.Client.GetStringAsync("/api/here"));
    }

    static Place Take(params (string Key, string Value)[] settings) => Place.Take(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    sealed class Functions
    {
        [Function("Here")]
        public IResult Here([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "here")] HttpRequest request) => Results.Text("here");
    }

    sealed class WithoutConnection
    {
        [Function("Reads")]
        public void Reads([EventHubTrigger("events", Connection = "NotThere")] Azure.Messaging.EventHubs.EventData[] messages)
        {
        }
    }
}
