using System.Reflection;

namespace Proctoring.Infra.Tests;

/// <summary>
/// The files of this repository that say what runs on Azure, as text by path. A copy can be changed, to see that the
/// change is noticed.
/// </summary>
sealed class Repository
{
    readonly IReadOnlyDictionary<string, string> _texts;

    Repository(IReadOnlyDictionary<string, string> texts) => _texts = texts;

    public static string Folder { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "RepositoryFolder").Value!;

    public static Repository Current { get; } = new(
        new[] { "azure.yaml", "Directory.Packages.props", "docs/observability.md", "docs/operations.md", "web/vite.config.ts" }.Select(name => Path.Combine(Folder, name))
            .Concat(FilesUnder("infra")).Concat(FilesUnder(".github")).Concat(FilesUnder("src/Functions")).Concat(FilesUnder("web/public"))
            .ToDictionary(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllText));

    /// <summary>Paths that begin and end like this, in order.</summary>
    public IEnumerable<string> Paths(string prefix, string suffix) => _texts.Keys
        .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.EndsWith(suffix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public bool Has(string path) => _texts.ContainsKey(path);

    public string Text(string path) =>
        _texts.TryGetValue(path, out var text) ? text : throw new InvalidOperationException($"There is no file {path}.");

    /// <summary>A copy in which the file says something else at the one place that says <paramref name="old"/>.</summary>
    /// <exception cref="InvalidOperationException">No place says that, or several do, or nothing would change.</exception>
    public Repository With(string path, string old, string replacement)
    {
        var parts = Text(path).Split(old);
        if (parts.Length != 2 || old == replacement)
            throw new InvalidOperationException($"{path} must say this exactly once, to be changed to something else, and says it {parts.Length - 1} times: {old}");
        return With(path, parts[0] + replacement + parts[1]);
    }

    /// <summary>A copy with this file, new or replaced.</summary>
    public Repository With(string path, string text) => new(new Dictionary<string, string>(_texts) { [path] = text });

    /// <summary>A copy without this file.</summary>
    public Repository Without(string path) => new(_texts.Where(file => file.Key != path).ToDictionary());

    static IEnumerable<string> FilesUnder(string folder) => Directory
        .EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
