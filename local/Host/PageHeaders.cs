using System.Text.Json;

namespace Proctoring.Local.Host;

/// <summary>The headers that the static web site in Azure gives every page, which its configuration among the built pages names.</summary>
static class PageHeaders
{
    const string Configuration = "staticwebapp.config.json";
    const string Policy = "Content-Security-Policy";

    /// <summary>Here the API and the live connections are no https: they are on any port of this machine, by any of its names.</summary>
    const string Loopback = " http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*";

    public static IReadOnlyDictionary<string, string> Of(Pages pages)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [Policy] = "frame-ancestors 'none'",
            ["Referrer-Policy"] = "no-referrer",
            ["X-Content-Type-Options"] = "nosniff",
        };
        var file = Path.Combine(pages.Folder, Configuration);
        if (!File.Exists(file)) return headers;
        using var configuration = JsonDocument.Parse(File.ReadAllText(file));
        if (configuration.RootElement.TryGetProperty("globalHeaders", out var all))
            foreach (var header in all.EnumerateObject())
                headers[header.Name] = header.Value.GetString()!;
        headers[Policy] = headers[Policy].Replace("connect-src 'self'", "connect-src 'self'" + Loopback, StringComparison.Ordinal);
        return headers;
    }
}
