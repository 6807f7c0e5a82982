using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// What a deployment must know before it begins (what its loops go over, its conditions, the names of resources) does not
/// depend on what it finds out only later: outputs of modules and properties of resources.
/// </summary>
static partial class StartRule
{
    [GeneratedRegex(@"\b(\w+)!?\.(outputs|properties)\b")]
    private static partial Regex Late { get; }

    public static IEnumerable<string> Check(Template template) =>
        from file in template.Files
        from node in file.Resources.Select(resource => resource.Node).Concat(file.Modules.Select(module => module.Node))
        from early in EarlyParts(node)
        from late in LateParts(file, early, [])
        select $"{file.At(early)}: {early.Text} must be known at the start, {late} is not";

    static IEnumerable<SyntaxNode> EarlyParts(SyntaxNode declaration)
    {
        var body = declaration.Named.Last();
        if (body.Type == "for_statement")
        {
            yield return body.Named.Last(part => part.Field is not ("body" or "initializer") && part.Type != "for_loop_parameters");
            body = body.Child("body")!;
        }

        if (body.Type == "if_statement")
        {
            yield return body.Named.First();
            body = body.Named.Last();
        }

        if (body.Find("name") is { } name) yield return name;
    }

    static IEnumerable<string> LateParts(BicepFile file, SyntaxNode expression, HashSet<string> seen)
    {
        foreach (Match late in Late.Matches(expression.Text))
        {
            if (IsDeployed(file, late.Groups[1].Value)) yield return late.Value;
        }

        foreach (var node in expression.Tree.Where(node => node.Type == "identifier"))
        {
            if (file.Variables.FirstOrDefault(variable => variable.Name == node.Text) is not { } used || !seen.Add(used.Name)) continue;
            foreach (var late in LateParts(file, used.Value, seen)) yield return late;
        }
    }

    static bool IsDeployed(BicepFile file, string name) =>
        file.Modules.Any(module => module.Name == name) || file.Resources.Any(resource => resource.Name == name);
}
