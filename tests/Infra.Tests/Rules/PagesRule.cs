using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// The static web app sends headers that protect its pages: nobody frames them, no browser guesses what a file is, and they load
/// and do no more than they need. The file is among those that the build copies as they are, and the pages' own policy is made from it.
/// </summary>
static partial class PagesRule
{
    const string Config = "web/public/staticwebapp.config.json";

    static readonly (string Header, string Value)[] Required =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
    ];

    /// <summary>The first route that fits counts. Where the API is may change with any deployment; what is named by its content never does.</summary>
    static readonly (string?, string?)[] Cached =
    [
        ("/config.json", "no-store"),
        ("/assets/*", "public, max-age=31536000, immutable"),
        ("/*", "no-cache"),
    ];

    /// <summary>
    /// All that the pages need, and nothing else. Where their API and its SignalR service are is known to no more than /config.json; an agent's
    /// clock runs in a worker that it writes itself; forms are read by scripts and sent nowhere.
    /// </summary>
    static readonly string[] Policy =
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self' https: wss:", "worker-src blob:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ];

    [GeneratedRegex(@"publicDir|copyPublicDir")]
    private static partial Regex OtherFolder { get; }

    [GeneratedRegex(@"readFileSync\(here\('public/staticwebapp\.config\.json'\)[\s\S]*\['Content-Security-Policy'\]![\s\S]*'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy\(\)")]
    private static partial Regex PolicyOfPages { get; }

    public static IEnumerable<string> Check(Template template)
    {
        using var config = JsonDocument.Parse(template.Repository.Text(Config));
        var headers = config.RootElement.GetProperty("globalHeaders").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString());
        foreach (var (header, value) in Required.Where(required => headers.GetValueOrDefault(required.Header) != required.Value))
            yield return $"{Config}: {header} must be {value}";
        var policy = (headers.GetValueOrDefault("Content-Security-Policy") ?? "").Split(';', StringSplitOptions.TrimEntries);
        foreach (var missing in Policy.Except(policy)) yield return $"{Config}: the policy must say {missing}";
        // Of two directives of one name the first counts, so what is missing or too much here is all that can be wrong.
        foreach (var other in policy.Except(Policy)) yield return $"{Config}: the policy says {other}, which the pages do not need";
        var cached = config.RootElement.GetProperty("routes").EnumerateArray()
            .Select(route => (route.GetProperty("route").GetString(), route.GetProperty("headers").GetProperty("Cache-Control").GetString())).ToList();
        if (!cached.SequenceEqual(Cached)) yield return $"{Config}: what is cached, in this order: {string.Join(", ", Cached)}";
        // A rule's own headers come instead of those of the same name for all.
        foreach (var route in config.RootElement.GetProperty("routes").EnumerateArray().Where(route => route.TryGetProperty("headers", out var own) && own.EnumerateObject().Any(header => header.Name != "Cache-Control")))
            yield return $"{Config}: {route.GetProperty("route").GetString()} has headers of its own";
        if (OtherFolder.IsMatch(template.Repository.Text("web/vite.config.ts"))) yield return $"web/vite.config.ts: {Config} does not come with the pages";
        if (!PolicyOfPages.IsMatch(template.Repository.Text("web/vite.config.ts"))) yield return $"web/vite.config.ts: the pages' own policy is not made from {Config}";
    }
}
