using System.Net;
using Microsoft.Extensions.Configuration;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class SettingsTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public void AStrongerSourceOverridesAWeakerOne()
    {
        Write("host.json", """{ "version": "2.0", "extensions": { "http": { "routePrefix": "v9" } } } // a comment""");
        Write("appsettings.json", """{ "One": "app", "Two": "app", "Three": "app", "Four": "app" }""");
        Write("appsettings.Testing.json", """{ "Two": "testing", "Three": "testing", "Four": "testing" }""");
        Write("local.settings.json", """
            {
              "IsEncrypted": false,
              "Values": { "Three": "local", "Four": "local", "EventHubConnection__fullyQualifiedNamespace": "there" },
              "Host": { "LocalHttpPort": 7999 }
            }
            """);
        using var configuration = new ConfigurationManager();

        LocalConfiguration.AddSources(configuration, ["--Four", "arguments"], _folder, "Testing");
        configuration.AddDefault("One", "host");
        configuration.AddDefault("Five", "host");

        Assert.Equal(("app", "testing", "local", "arguments", "host"),
            (configuration["One"], configuration["Two"], configuration["Three"], configuration["Four"], configuration["Five"]));
        Assert.Equal("there", configuration["EventHubConnection:fullyQualifiedNamespace"]);
        Assert.Equal("v9", configuration["AzureFunctionsJobHost:extensions:http:routePrefix"]);
        Assert.Equal("7999", configuration["Local:Port"]);
    }

    [Fact]
    public void ThePortOfTheArgumentsWins()
    {
        Write("local.settings.json", """{ "Host": { "LocalHttpPort": 7999 } }""");
        using var configuration = new ConfigurationManager();

        LocalConfiguration.AddSources(configuration, ["--port", "8001"], _folder, "Testing");

        Assert.Equal("8001", configuration["Local:Port"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("*", "*")]
    [InlineData("https://other.example", null)]
    public async Task PagesOfOtherOriginsAreLetInWhenTheSettingsSaySo(string? allowed, string? answered)
    {
        string[] args = allowed is null ? [] : ["--Local:Cors", allowed];
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: args));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/local/clock")
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Method", "POST" } },
        };

        using var response = await host.Client.SendAsync(preflight);

        Assert.Equal(allowed is null ? HttpStatusCode.NotFound : HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(answered, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origin) ? origin.Single() : null);
    }

    void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
