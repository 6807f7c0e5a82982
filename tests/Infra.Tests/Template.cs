using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests;

/// <summary>The infrastructure: its Bicep files in the repository that they describe.</summary>
sealed class Template
{
    public Template(Repository repository)
    {
        Repository = repository;
        string[] paths = [.. repository.Paths("infra/", ".bicep")];
        BicepParser.ParseAll(paths.Select(repository.Text));
        Files = [.. paths.Select(path => new BicepFile(path, repository.Text(path)))];
    }

    public Repository Repository { get; }
    public IReadOnlyList<BicepFile> Files { get; }
    public BicepFile Main => File("infra/main.bicep")!;

    public BicepFile? File(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>The path in the repository of what a file in it calls <paramref name="path"/>.</summary>
    public static string Resolve(BicepFile from, string path)
    {
        var parts = new Stack<string>(from.Path.Split('/').SkipLast(1));
        foreach (var part in path.Split('/'))
        {
            if (part == "..") parts.Pop();
            else if (part != ".") parts.Push(part);
        }

        return string.Join('/', parts.Reverse());
    }
}
