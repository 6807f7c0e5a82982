using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Proctoring.Local.Host;

/// <summary>The application's settings, from the weakest to the strongest source, in the order of the real host.</summary>
static class LocalConfiguration
{
    /// <summary>Section of host.json's values; the real host lets environment variables override them by this name too.</summary>
    public const string HostJson = "AzureFunctionsJobHost";

    public static void AddSources(IConfigurationManager configuration, string[] args, string folder, string environment)
    {
        configuration
            .AddInMemoryCollection(Nested(HostJson, Read(folder, "host.json")))
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true, reloadOnChange: false)
            .AddJsonFile(Path.Combine(folder, $"appsettings.{environment}.json"), optional: true, reloadOnChange: false)
            .AddInMemoryCollection(LocalSettings(Read(folder, "local.settings.json")))
            .AddEnvironmentVariables()
            .AddCommandLine(args, new Dictionary<string, string> { ["--port"] = "Local:Port" });
    }

    /// <summary>Sets a value that any source of the user's overrides.</summary>
    public static void AddDefault(this IConfigurationBuilder configuration, string key, string value) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new(key, value)] });

    // The tools give the values of local.settings.json to the worker as environment variables, and keep the section
    // Host to themselves.
    static IEnumerable<KeyValuePair<string, string?>> LocalSettings(IConfiguration file)
    {
        foreach (var (key, value) in file.GetSection("Values").AsEnumerable(makePathsRelative: true))
            yield return new(key.Replace("__", ConfigurationPath.KeyDelimiter), value);
        if (file["Host:LocalHttpPort"] is { } port) yield return new("Local:Port", port);
        if (file["Host:CORS"] is { } origins) yield return new("Local:Cors", origins);
        if (file["Host:CORSCredentials"] is { } credentials) yield return new("Local:CorsCredentials", credentials);
    }

    static IEnumerable<KeyValuePair<string, string?>> Nested(string section, IConfiguration values) =>
        values.AsEnumerable().Select(pair => KeyValuePair.Create(ConfigurationPath.Combine(section, pair.Key), pair.Value));

    static IConfigurationRoot Read(string folder, string file) =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, file), optional: true, reloadOnChange: false).Build();
}
