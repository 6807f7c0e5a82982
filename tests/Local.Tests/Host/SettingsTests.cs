using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class SettingsTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public void AStrongerSourceOverridesAWeakerOne()
    {
        Write("host.json", """{ "version": "2.0", "extensions": { "http": { "routePrefix": "v9" } } } // a comment""");
        Write("appsettings.json", """{ "One": "app", "Two": "app", "Three": "app", "Four": "app", "ProctoringTestsSix": "app" }""");
        Write("appsettings.Testing.json", """{ "Two": "testing", "Three": "testing", "Four": "testing" }""");
        Write("local.settings.json", """
            {
              "IsEncrypted": false,
              "Values": { "Three": "local", "Four": "local", "EventHubConnection__fullyQualifiedNamespace": "there" },
              "Host": { "LocalHttpPort": 7999, "CORS": "https://app.example", "CORSCredentials": true }
            }
            """);
        using var configuration = new ConfigurationManager();
        Environment.SetEnvironmentVariable("ProctoringTestsSix", "environment");

        LocalConfiguration.AddSources(configuration, ["--Four", "arguments"], _folder, "Testing");
        configuration.AddDefault("One", "host");
        configuration.AddDefault("Five", "host");

        Assert.Equal(("app", "testing", "local", "arguments", "host"),
            (configuration["One"], configuration["Two"], configuration["Three"], configuration["Four"], configuration["Five"]));
        Assert.Equal("there", configuration["EventHubConnection:fullyQualifiedNamespace"]);
        Assert.Equal("v9", configuration["AzureFunctionsJobHost:extensions:http:routePrefix"]);
        Assert.Equal(("7999", "https://app.example", "True"), (configuration["Local:Port"], configuration["Local:Cors"], configuration["Local:CorsCredentials"]));
        Assert.Equal("environment", configuration["ProctoringTestsSix"]);
        Environment.SetEnvironmentVariable("ProctoringTestsSix", null);
        Assert.Equal("v9 and there", Setting.Resolve(configuration, "%AzureFunctionsJobHost:extensions:http:routePrefix% and %EventHubConnection__fullyQualifiedNamespace%"));
        Assert.Equal("'%Seven%' refers to a setting that is not there.", Assert.Throws<StartupException>(() => Setting.Resolve(configuration, "a %Seven%")).Message);
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
    [InlineData("https://other.example, https://app.example", "https://app.example")]
    [InlineData("https://app.example", "https://app.example", true)]
    public async Task PagesOfOtherOriginsAreLetInWhenTheSettingsSaySo(string? allowed, string? answered, bool mayCarryCredentials = false)
    {
        string[] args = allowed is null ? [] : ["--Local:Cors", allowed, "--Local:CorsCredentials", $"{mayCarryCredentials}"];
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: args));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/local/clock")
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Method", "POST" } },
        };

        using var response = await host.Client.SendAsync(preflight);

        Assert.Equal(allowed is null ? HttpStatusCode.NotFound : HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(answered, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origin) ? origin.Single() : null);
        Assert.Equal(mayCarryCredentials, response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("7", 7)]
    [InlineData("33", 32)]
    public async Task AStreamHasOneTo32Partitions(string asked, int partitions)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Local:Partitions", asked]));

        Assert.Equal(partitions, host.Services.GetRequiredService<LocalOptions>().Partitions);
    }

    void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
