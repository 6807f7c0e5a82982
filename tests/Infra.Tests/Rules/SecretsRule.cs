using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>No secret is asked for from Azure, given out, or written down; secret parameters go nowhere but into the vault.</summary>
static partial class SecretsRule
{
    [GeneratedRegex(@"\blist\w*\s*\(|\bgetSecret\s*\(")]
    private static partial Regex AsksForSecret { get; }

    [GeneratedRegex("AccountKey=|SharedAccessKey|EndpointSuffix=|InstrumentationKey|ConnectionString|primaryKey|secondaryKey", RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeSecret { get; }

    [GeneratedRegex("(key|password|secret|token)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex SoundsLikeSecret { get; }

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var file in template.Files)
        {
            foreach (var call in file.Root.Tree.Where(node => node.Type == "call_expression" && AsksForSecret.IsMatch(node.Child("function")!.Text + "(")))
                yield return $"{file.At(call)}: {call.Text} asks for a secret";
            foreach (var output in file.Outputs.Where(output => Leaks(file, output.Value, [])))
                yield return $"{file.At(output.Value)}: output {output.Name} gives a secret out";
            foreach (var parameter in file.Parameters.Where(parameter => parameter.Type == "string" && SoundsLikeSecret.IsMatch(parameter.Name) && !parameter.IsSecure))
                yield return $"{file.At(parameter.Node)}: {parameter.Name} is not marked as secret";
            foreach (var parameter in file.Parameters.Where(parameter => parameter.IsSecure && !IsSafe(parameter.Default)))
                yield return $"{file.At(parameter.Node)}: {parameter.Name} has a default that everybody can read";
            foreach (var use in file.Root.Tree.Where(node => node.Type == "identifier" && IsSecure(file, node.Text) && IsReference(node)))
            {
                if (!use.Ancestors.Any(ancestor => ancestor.Type == "resource_declaration" && ancestor.Named.ElementAt(1).Text.Contains("/vaults/secrets@", StringComparison.Ordinal)))
                    yield return $"{file.At(use)}: {use.Text} goes elsewhere than into the vault";
            }
        }

        // Otherwise each deployment would make another operator's key.
        if (!template.File("infra/app/key-vault.bicep")!.Root.Text.Contains("@onlyIfNotExists()\nresource operatorKey ", StringComparison.Ordinal))
            yield return "infra/app/key-vault.bicep: a deployment must leave the operator's key alone";

        foreach (var path in template.Repository.Paths("infra/", "").Append("azure.yaml").Where(path => path.EndsWith(".json", StringComparison.Ordinal) || !path.EndsWith(".bicep", StringComparison.Ordinal)))
        {
            if (Regex.IsMatch(template.Repository.Text(path), "AccountKey=|SharedAccessKey=|InstrumentationKey="))
                yield return $"{path} holds a secret";
        }
    }

    static bool Leaks(BicepFile file, SyntaxNode value, HashSet<string> seen) => value.Tree.Any(node =>
        (node.Type is "property_identifier" or "string_content" && LooksLikeSecret.IsMatch(node.Text))
        || (node.Type == "identifier" && IsSecure(file, node.Text))
        || (node.Type == "identifier" && seen.Add(node.Text) && file.Variables.FirstOrDefault(variable => variable.Name == node.Text) is { } used
            && Leaks(file, used.Value, seen)));

    static bool IsSecure(BicepFile file, string name) => file.Parameters.Any(parameter => parameter.IsSecure && parameter.Name == name);

    static bool IsReference(SyntaxNode name) => name.Parent!.Type != "parameter_declaration";

    /// <summary>Nothing, or made at random.</summary>
    static bool IsSafe(SyntaxNode? value) =>
        value is null || value.Literal == "" || value.Tree.Any(node => node.Type == "call_expression" && node.Child("function")!.Text == "newGuid");
}
