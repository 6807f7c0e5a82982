using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// The static web app sends headers that protect its pages: nobody frames them, no browser guesses what a file is, and their scripts
/// may no more than the pages say themselves. The file is among those that the build copies as they are.
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

    /// <summary>What only a header can say, and so the pages do not.</summary>
    const string HeaderOnly = "frame-ancestors 'none'";

    [GeneratedRegex(@"""(?<directive>[a-z-]+-(?:src|uri|action)) (?<sources>[^""]+)""")]
    private static partial Regex Directive { get; }

    [GeneratedRegex(@"publicDir|copyPublicDir")]
    private static partial Regex OtherFolder { get; }

    public static IEnumerable<string> Check(Template template)
    {
        using var config = JsonDocument.Parse(template.Repository.Text(Config));
        var headers = config.RootElement.GetProperty("globalHeaders").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString());
        foreach (var (header, value) in Required.Where(required => headers.GetValueOrDefault(required.Header) != required.Value))
            yield return $"{Config}: {header} must be {value}";
        foreach (var problem in CheckPolicy(headers.GetValueOrDefault("Content-Security-Policy") ?? "", template.Repository.Text("web/vite.config.ts"))) yield return $"{Config}: {problem}";
        var cached = config.RootElement.GetProperty("routes").EnumerateArray()
            .Select(route => (route.GetProperty("route").GetString(), route.GetProperty("headers").GetProperty("Cache-Control").GetString())).ToList();
        if (!cached.SequenceEqual(Cached)) yield return $"{Config}: what is cached, in this order: {string.Join(", ", Cached)}";
        // A rule's own headers come instead of those of the same name for all.
        foreach (var route in config.RootElement.GetProperty("routes").EnumerateArray().Where(route => route.TryGetProperty("headers", out var own) && own.EnumerateObject().Any(header => header.Name != "Cache-Control")))
            yield return $"{Config}: {route.GetProperty("route").GetString()} has headers of its own";
        if (OtherFolder.IsMatch(template.Repository.Text("web/vite.config.ts"))) yield return $"web/vite.config.ts: {Config} does not come with the pages";
    }

    static IEnumerable<string> CheckPolicy(string policy, string pages)
    {
        var sent = policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!sent.Contains(HeaderOnly)) yield return $"the policy must say {HeaderOnly}";
        var own = Directive.Matches(pages).ToDictionary(match => match.Groups["directive"].Value, match => match.Groups["sources"].Value.Split(' '));
        var directives = sent.Where(directive => directive != HeaderOnly).Select(directive => directive.Split(' ')).ToList();
        foreach (var missing in own.Keys.Except(directives.Select(directive => directive[0]))) yield return $"the policy says nothing of {missing}";
        foreach (var directive in directives)
        {
            foreach (var source in directive[1..].Except(own.GetValueOrDefault(directive[0]) ?? [])) yield return $"{directive[0]} takes {source}, and the pages do not";
        }
    }
}
