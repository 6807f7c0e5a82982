using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Security;

public sealed partial class LimitOptionsTests
{
    static IEnumerable<PropertyInfo> All => typeof(LimitOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static TheoryData<string> Names => [.. All.Select(limit => limit.Name)];

    [Fact]
    public void EveryLimitIsWhatTheReadmeSays()
    {
        var told = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in File.ReadLines(Repository.File("README.md")).Select(line => line.Split('|')).Where(row => row.Length > 3))
            foreach (var (name, value) in Limit().Matches(row[1]).Zip(row[2].Split(',')))
                told[name.Groups[1].Value] = int.Parse(value, CultureInfo.InvariantCulture);

        Assert.Equal(All.Select(limit => (limit.Name, (int)limit.GetValue(new LimitOptions())!)).Order(), told.Select(limit => (limit.Key, limit.Value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ALimitOfNothingIsNotStartedWith(string name)
    {
        Start(name, 1_000).Validate();
        var refused = Assert.Throws<OptionsValidationException>(() => Start(name, 0).Validate());
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    static IStartupValidator Start(string name, int value) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"Limits:{name}", $"{value}")]).Build())
        .AddLimits().BuildServiceProvider().GetRequiredService<IStartupValidator>();

    [GeneratedRegex("`Limits:(\\w+)`")]
    private static partial Regex Limit();
}
