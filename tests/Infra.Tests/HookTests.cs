using System.Diagnostics;
using System.Text.Json;

namespace Proctoring.Infra.Tests;

/// <summary>
/// The hooks in azure.yaml do what they are for. Programs that they call are small scripts here, which write down how they were
/// called. Those for Windows are not run: a test sees only that there is one for each.
/// </summary>
public sealed class HookTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hook-");
    readonly Dictionary<string, string> _environment = new()
    {
        { "API_BASE_URL", "https://func-api.example.net" },
        { "AZURE_SUBSCRIPTION_ID", "00000000-0000-0000-0000-000000000001" },
        { "PROCTORING_ROLES_WAIT_SECONDS", "1" },
        { "PROCTORING_HEALTH_SECONDS", "0" },
        { "PROCTORING_HEALTH_TRIES", "3" },
        { "PROCTORING_REGISTRATION_SECONDS", "0" },
        { "PROCTORING_REGISTRATION_TRIES", "3" },
    };

    public HookTests() => Program("azd", "echo the-token");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_pages_are_told_where_the_api_is()
    {
        _folder.CreateSubdirectory("dist");

        Assert.Equal(0, (await RunAsync("services.web.hooks.predeploy", _folder.FullName)).ExitCode);

        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "dist", "config.json")));
        Assert.Equal("https://func-api.example.net", config.RootElement.GetProperty("apiBaseUrl").GetString());
    }

    [Fact]
    public async Task Pages_are_not_deployed_without_an_address_of_the_api()
    {
        _folder.CreateSubdirectory("dist");
        _environment["API_BASE_URL"] = "";

        Assert.NotEqual(0, (await RunAsync("services.web.hooks.predeploy", _folder.FullName)).ExitCode);
    }

    [Fact]
    public async Task A_first_deployment_waits_until_roles_have_spread_and_says_so()
    {
        Program("curl", "exit 7");

        var (exitCode, output) = await RunAsync("hooks.postprovision", Repository.Folder);

        Assert.Equal(0, exitCode);
        Assert.Contains("Waiting 1 seconds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_application_answers_already_nothing_is_waited_for()
    {
        Program("curl", "exit 0");

        Assert.Equal((0, ""), await RunAsync("hooks.postprovision", Repository.Folder));
        Assert.Contains("https://func-api.example.net/api/health", Calls("curl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_of_a_first_deployment_waits_for_nothing()
    {
        _environment["API_BASE_URL"] = "";
        Program("curl", "exit 7");

        Assert.Equal((0, ""), await RunAsync("hooks.postprovision", Repository.Folder));
    }

    [Fact]
    public async Task A_deployment_ends_when_the_application_answers()
    {
        Program("curl", """[ "$(wc -l < calls-curl)" -ge 3 ] && echo healthy || { echo starting; exit 22; }""");

        var (exitCode, output) = await RunAsync("services.api.hooks.postdeploy", Path.Combine(Repository.Folder, "src", "Functions"));

        Assert.Equal(0, exitCode);
        Assert.Contains("It answers: healthy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_that_never_answers_fails_and_says_what_came()
    {
        Program("curl", "echo storage is out; exit 22");

        var (exitCode, output) = await RunAsync("services.api.hooks.postdeploy", Path.Combine(Repository.Folder, "src", "Functions"));

        Assert.Equal(1, exitCode);
        Assert.Contains("The last answer was: storage is out", output, StringComparison.Ordinal);
        Assert.Equal(3, Calls("curl").Split('\n').Length - 1);
    }

    [Fact]
    public async Task An_application_that_answers_and_is_not_healthy_is_not_taken_for_deployed()
    {
        // The real curl: what it makes of a status is what this is about.
        await using var application = await UnhealthyApplication.StartAsync();
        _environment["API_BASE_URL"] = application.Address;

        var (exitCode, output) = await RunAsync("services.api.hooks.postdeploy", Path.Combine(Repository.Folder, "src", "Functions"));

        Assert.Equal(1, exitCode);
        Assert.Contains("storage is out", output, StringComparison.Ordinal);
        Assert.Equal(["/api/health", "/api/health", "/api/health"], application.Asked);
    }

    [Theory, InlineData("false"), InlineData("")]
    public async Task Without_private_networking_no_provider_is_registered(string privateNetworking)
    {
        _environment["PROCTORING_PRIVATE_NETWORKING"] = privateNetworking;
        Program("curl", "exit 1");

        Assert.Equal((0, ""), await RunAsync("hooks.preprovision", Repository.Folder));
        Assert.Equal("", Calls("curl"));
    }

    [Fact]
    public async Task With_private_networking_the_provider_of_the_subnet_is_registered()
    {
        _environment["PROCTORING_PRIVATE_NETWORKING"] = "true";
        Program("curl", """cat >> headers; [ "$(wc -l < calls-curl)" -ge 3 ] && state=Registered || state=Registering; echo "{\"registrationState\":\"$state\"}" """);

        Assert.Equal(0, (await RunAsync("hooks.preprovision", Repository.Folder)).ExitCode);

        var calls = Calls("curl").TrimEnd().Split('\n');
        Assert.Equal(3, calls.Length);
        Assert.Contains("POST", calls[0], StringComparison.Ordinal);
        Assert.Contains("/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.App/register?", calls[0], StringComparison.Ordinal);
        Assert.All(calls[1..], call => Assert.Contains("GET", call, StringComparison.Ordinal));
        // Whoever lists the machine's processes sees their arguments.
        Assert.DoesNotContain("the-token", Calls("curl"), StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer the-token", File.ReadAllText(Path.Combine(_folder.FullName, "headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_never_registered_ends_the_provisioning()
    {
        _environment["PROCTORING_PRIVATE_NETWORKING"] = "true";
        Program("curl", """cat > /dev/null; echo '{"registrationState":"Registering"}'""");

        var (exitCode, output) = await RunAsync("hooks.preprovision", Repository.Folder);

        Assert.Equal(1, exitCode);
        Assert.Contains("Microsoft.App is not registered", output, StringComparison.Ordinal);
    }

    /// <summary>A program that hooks find, which writes its arguments down, runs the script in the test's folder and is not the real one.</summary>
    void Program(string name, string script)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\ncd '{_folder.FullName}'\necho \"$*\" >> calls-{name}\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    string Calls(string name)
    {
        var path = Path.Combine(_folder.FullName, $"calls-{name}");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    /// <summary>Runs a hook as azd does on Linux: in a shell that stops at the first error.</summary>
    async Task<(int ExitCode, string Output)> RunAsync(string hook, string folder)
    {
        var script = Yaml.Read(Repository.Current.Text("azure.yaml")).Find($"{hook}.posix.run")!.ToString();
        var start = new ProcessStartInfo("sh", ["-c", $"set -e\n{script}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        start.Environment["PATH"] = _folder.FullName + Path.PathSeparator + start.Environment["PATH"];
        using var shell = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var errors = shell.StandardError.ReadToEndAsync(patience.Token);
            var output = await shell.StandardOutput.ReadToEndAsync(patience.Token);
            await shell.WaitForExitAsync(patience.Token);
            return (shell.ExitCode, output + await errors);
        }
        finally
        {
            // One that never ends must not go on after its test.
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }
    }
}
