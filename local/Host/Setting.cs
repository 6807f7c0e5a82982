using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Proctoring.Local.Host;

static partial class Setting
{
    /// <summary>Replaces each <c>%Name%</c> in a trigger's property by the setting of that name.</summary>
    public static string Resolve(IConfiguration configuration, string text) => Reference().Replace(text, match =>
        configuration[match.Groups[1].Value.Replace("__", ConfigurationPath.KeyDelimiter)]
        ?? throw new StartupException($"'{match.Value}' refers to a setting that is not there."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
