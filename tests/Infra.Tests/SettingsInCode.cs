using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests;

/// <summary>
/// The settings that the application's code reads, by the names that configuration has for them (<c>Section:Name</c>). Found in
/// the source: the few ways in which this code base reads settings are known here, and any other is an error.
/// </summary>
sealed partial class SettingsInCode
{
    const string Ambiguous = "";

    readonly Dictionary<string, string> _constants = [];
    readonly List<(string Path, string Text)> _files;

    public SettingsInCode(Repository repository)
    {
        _files = [.. repository.Paths("src/Functions/", ".cs").Select(path => (path, WithoutComments(repository.Text(path))))];
        foreach (var (path, text) in _files)
        {
            var type = Path.GetFileNameWithoutExtension(path);
            foreach (Match constant in Constant.Matches(text))
            {
                _constants[$"{type}.{constant.Groups["name"].Value}"] = constant.Groups["value"].Value;
                // By its name alone where no other type has one of that name.
                if (!_constants.TryAdd(constant.Groups["name"].Value, constant.Groups["value"].Value)) _constants[constant.Groups["name"].Value] = Ambiguous;
            }
        }

        foreach (var (path, text) in _files)
        {
            ReadConfiguration(path, text);
            ReadOptions(path, text);
            Read.UnionWith(EnvironmentVariable.Matches(text).Select(match => match.Groups[1].Value));
            Read.UnionWith(BindingExpression.Matches(text).Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)));
            Connections.UnionWith(Connection.Matches(text).Select(match => Resolve(path, match.Groups[1].Value)));
        }

        Read.UnionWith(BindingExpression.Matches(repository.Text("src/Functions/host.json")).Select(match => match.Groups[1].Value));
    }

    public HashSet<string> Read { get; } = [];

    /// <summary>What triggers and bindings name as their connection.</summary>
    public HashSet<string> Connections { get; } = [];

    public List<string> Problems { get; } = [];

    /// <summary>Names of a class's or record's constants, tables and such, by the values of those constants.</summary>
    public string? ConstantOf(string name) => _constants.GetValueOrDefault(name);

    void ReadConfiguration(string path, string text)
    {
        foreach (Match use in Configuration.Matches(text))
        {
            var rest = text[(use.Index + use.Length)..];
            if (Indexer.Match(rest) is { Success: true } indexer)
                Add(indexer.Groups[1].Value);
            else if (Argument.Match(rest) is { Success: true } argument && IsAfter("Required("))
                Add(argument.Groups[1].Value);
            else if (!IsDeclared() && !IsHandedOn())
                Problems.Add($"{path}: a setting is read in a way that is not known here: {Line(text, use.Index)}");

            bool IsAfter(string what) => text.AsSpan(0, use.Index).EndsWith(what, StringComparison.Ordinal);
            bool IsDeclared() => (use.Value == "configuration" && IsAfter("IConfiguration ")) || rest.StartsWith(" = builder.Configuration;", StringComparison.Ordinal);
            bool IsHandedOn() => (IsAfter("(") && rest[0] == ')') || (IsAfter("= ") && rest[0] == ';');
        }

        foreach (Match other in OtherConfiguration.Matches(text))
            Problems.Add($"{path}: configuration under another name: {Line(text, other.Index)}");

        void Add(string key)
        {
            // Inside the helper that gets it as an argument.
            if (key == "key") return;
            Read.Add(key[0] == '$'
                ? Regex.Replace(key[2..^1], @"\{(.+?)\}", part => Resolve(path, part.Groups[1].Value))
                : Resolve(path, key));
        }
    }

    void ReadOptions(string path, string text)
    {
        foreach (Match bound in BoundSection.Matches(text))
        {
            var section = Resolve(path, $"{bound.Groups[1].Value}.{bound.Groups[2].Value}");
            var options = _files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.Path) == bound.Groups[1].Value).Text ?? "";
            foreach (Match property in OptionsProperty.Matches(options)) Read.Add($"{section}:{property.Groups["name"].Value}");
        }
    }

    string Resolve(string path, string expression)
    {
        if (expression.StartsWith('"')) return expression.Trim('"');
        if (_constants.TryGetValue($"{Path.GetFileNameWithoutExtension(path)}.{expression}", out var own)) return own;
        if (_constants.TryGetValue(expression, out var value) && value != Ambiguous) return value;
        Problems.Add($"{path}: the setting {expression} is not a constant");
        return expression;
    }

    static string Line(string text, int at) => text[..at].Split('\n')[^1].Trim() + text[at..].Split('\n')[0].TrimEnd();

    static string WithoutComments(string text) => string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"const string (?<name>\w+) = ""(?<value>[^""]*)""")]
    private static partial Regex Constant { get; }

    [GeneratedRegex(@"(?<![\w.<""])(configuration|builder\.Configuration)\b(?!"")")]
    private static partial Regex Configuration { get; }

    [GeneratedRegex(@"^\[(\$?""[^""]*""|[\w.]+)\]")]
    private static partial Regex Indexer { get; }

    [GeneratedRegex(@"^, (\$?""[^""]*""|[\w.]+)\)")]
    private static partial Regex Argument { get; }

    [GeneratedRegex(@"IConfiguration(?:Root|Section|Manager)? (?!configuration\b)\w+|\b(?!builder\b)\w+(?<!Extensions)\.Configuration\b")]
    private static partial Regex OtherConfiguration { get; }

    [GeneratedRegex(@"BindConfiguration\((\w+)\.(\w+)\)")]
    private static partial Regex BoundSection { get; }

    [GeneratedRegex(@"public [\w?<>\[\]]+ (?<name>\w+) \{ get; (init|set); \}")]
    private static partial Regex OptionsProperty { get; }

    [GeneratedRegex(@"GetEnvironmentVariable\(""(\w+)""\)")]
    private static partial Regex EnvironmentVariable { get; }

    [GeneratedRegex(@"%(\w+)%")]
    private static partial Regex BindingExpression { get; }

    [GeneratedRegex(@"\bConnection = ([\w.]+|""[^""]*"")")]
    private static partial Regex Connection { get; }
}
