using System.Diagnostics;
using System.Text.Json;

namespace Proctoring.Infra.Tests;

/// <summary>The hooks in azure.yaml do what they are for.</summary>
public sealed class HookTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hook-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_pages_are_told_where_the_api_is()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "dist"));

        Assert.Equal(0, await RunAsync("services.web.hooks.predeploy", "https://func-api.example.net"));

        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "dist", "config.json")));
        Assert.Equal("https://func-api.example.net", config.RootElement.GetProperty("apiBaseUrl").GetString());
    }

    [Fact]
    public async Task Pages_are_not_deployed_without_an_address_of_the_api()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "dist"));

        Assert.NotEqual(0, await RunAsync("services.web.hooks.predeploy", apiBaseUrl: ""));
    }

    async Task<int> RunAsync(string hook, string apiBaseUrl)
    {
        var (kind, program, option) = OperatingSystem.IsWindows() ? ("windows", "pwsh", "-Command") : ("posix", "sh", "-c");
        var script = Yaml.Read(Repository.Current.Text("azure.yaml")).Find($"{hook}.{kind}.run")!.ToString();
        using var shell = Process.Start(new ProcessStartInfo(program, [option, script])
        {
            WorkingDirectory = _folder.FullName,
            Environment = { ["API_BASE_URL"] = apiBaseUrl },
        })!;
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }
}
