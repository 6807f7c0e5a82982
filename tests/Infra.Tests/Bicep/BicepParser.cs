using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Proctoring.Infra.Tests.Bicep;

/// <summary>The parser of npm package tree-sitter-bicep, in Node.js.</summary>
static class BicepParser
{
    static readonly ConcurrentDictionary<string, SyntaxNode> Parsed = new();
    static readonly string Folder = Path.Combine(Repository.Folder, "tests", "Infra.Tests", "npm");

    public static SyntaxNode Parse(string source)
    {
        ParseAll([source]);
        return Parsed[source];
    }

    /// <summary>Parses what has not been parsed yet, in one process.</summary>
    public static void ParseAll(IEnumerable<string> sources)
    {
        string[] unparsed = [.. sources.Where(source => !Parsed.ContainsKey(source)).Distinct()];
        if (unparsed.Length == 0) return;
        using var trees = JsonDocument.Parse(Run(JsonSerializer.Serialize(unparsed)), new JsonDocumentOptions { MaxDepth = 512 });
        foreach (var (source, tree) in unparsed.Zip(trees.RootElement.EnumerateArray()))
            Parsed[source] = SyntaxNode.From(source, tree);
    }

    static string Run(string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node", "parse.js")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEndAsync();
        node.StandardInput.Write(input);
        node.StandardInput.Close();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return output.Result;
    }
}
