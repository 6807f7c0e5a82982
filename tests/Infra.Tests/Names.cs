using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests;

/// <summary>
/// What expressions for names come to, as far as that can be said here: of literals, variables, loops over literals, and the
/// resource token, with parameters as main.bicep gives them. Longest cases are taken.
/// </summary>
sealed class Names(Template template, BicepFile file)
{
    /// <summary>As long as what uniqueString gives.</summary>
    const string Token = "abcdefghijklm";

    /// <summary>What main.bicep's parameters are at their longest.</summary>
    static readonly Dictionary<string, string> Longest = new() { ["environmentName"] = new('e', 64) };

    /// <summary>All names that the resource, or the resources of a loop, can have; none if that cannot be said.</summary>
    public IReadOnlyList<string> Of(Resource resource) => Evaluate(resource.Body.Find("name")!);

    public IReadOnlyList<string> Evaluate(SyntaxNode node) => node.Type switch
    {
        "string" => Interpolate(node),
        "identifier" when file.Path == template.Main.Path && Longest.TryGetValue(node.Text, out var longest) => [longest],
        "identifier" => [.. Values(node).SelectMany(value => value.File.Evaluate(value.Node))],
        "member_expression" => Member(node),
        "call_expression" when node.Child("function")!.Text is "uniqueString" or "guid" => [Token],
        "call_expression" when node.Child("function")!.Text == "toLower" => Evaluate(node.Child("arguments")!.Named.First()),
        _ => [],
    };

    IReadOnlyList<string> Interpolate(SyntaxNode text)
    {
        List<string> results = [""];
        foreach (var part in text.Named)
        {
            var ends = part.Type == "interpolation" ? Evaluate(part.Named.First()) : [part.Text];
            results = [.. results.SelectMany(start => ends.Select(end => start + end))];
        }

        return results;
    }

    IReadOnlyList<string> Member(SyntaxNode node)
    {
        var (owner, property) = (node.Child("object")!, node.Child("property")!.Text);
        if (owner.Text == "abbrs")
        {
            using var json = System.Text.Json.JsonDocument.Parse(template.Repository.Text("infra/abbreviations.json"));
            return [json.RootElement.GetProperty(property).GetString()!];
        }

        return owner.Type != "identifier"
            ? []
            : [.. Values(owner).Where(value => value.Node.Type == "object")
                .SelectMany(value => value.Node.Find(property) is { } found ? value.File.Evaluate(found) : [])];
    }

    /// <summary>The expressions that a name stands for, each with the file it is in.</summary>
    IEnumerable<(Names File, SyntaxNode Node)> Values(SyntaxNode name)
    {
        var loop = name.Ancestors.FirstOrDefault(ancestor => ancestor.Type == "for_statement" && LoopNames(ancestor).FirstOrDefault()?.Text == name.Text);
        if (loop is not null)
        {
            var over = loop.Named.Last(part => part.Field is not ("body" or "initializer") && part.Type != "for_loop_parameters");
            return Elements(over);
        }

        if (file.Variables.FirstOrDefault(variable => variable.Name == name.Text) is { } variable) return [(this, variable.Value)];
        return file.Path == template.Main.Path ? [] : Passed(name.Text);
    }

    IEnumerable<(Names File, SyntaxNode Node)> Elements(SyntaxNode list) => list.Type switch
    {
        "array" => list.Named.Select(element => (this, element)),
        "identifier" => Values(list).SelectMany(value => value.File.Elements(value.Node)),
        _ => [],
    };

    IEnumerable<(Names File, SyntaxNode Node)> Passed(string parameter) =>
        from module in template.Main.Modules
        where Template.Resolve(template.Main, module.Path) == file.Path
        where module.Arguments.ContainsKey(parameter)
        select (new Names(template, template.Main), module.Arguments[parameter]);

    static IEnumerable<SyntaxNode> LoopNames(SyntaxNode loop) => loop.Named
        .Where(part => part.Field == "initializer" || part.Type == "for_loop_parameters")
        .SelectMany(part => part.Type == "for_loop_parameters" ? part.Named : [part]);
}
