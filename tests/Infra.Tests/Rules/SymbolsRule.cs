using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Every name that an expression uses is declared, once, and every parameter and variable is used.</summary>
static class SymbolsRule
{
    /// <summary>Those of Bicep's functions that this repository uses.</summary>
    static readonly HashSet<string> Functions =
    [
        "contains", "empty", "environment", "filter", "guid", "items", "loadJsonContent", "loadTextContent", "map", "max", "newGuid",
        "resourceId", "string", "subscription", "subscriptionResourceId", "tenant", "toLower", "toObject", "union", "uniqueString",
    ];

    static readonly HashSet<string> Decorators =
        ["allowed", "description", "maxLength", "maxValue", "metadata", "minLength", "minValue", "onlyIfNotExists", "secure"];

    public static IEnumerable<string> Check(Template template) => template.Files.SelectMany(Check);

    static IEnumerable<string> Check(BicepFile file)
    {
        foreach (var twice in DeclaredTwice(file)) yield return twice;

        HashSet<string> resources = [.. file.Resources.Select(resource => resource.Name)];
        HashSet<string> usable =
        [
            .. resources,
            .. file.Parameters.Select(parameter => parameter.Name),
            .. file.Variables.Select(variable => variable.Name),
            .. file.Modules.Select(module => module.Name),
        ];
        HashSet<string> used = [];
        foreach (var name in file.Root.Tree.Where(node => node.Type == "identifier"))
        {
            var use = UseOf(name);
            if (use == Use.Reference) used.Add(name.Text);
            var known = use switch
            {
                Use.Reference => usable.Contains(name.Text) || IsLocal(name),
                Use.Function => Functions.Contains(name.Text),
                Use.Decorator => Decorators.Contains(name.Text),
                Use.NestedResource => resources.Contains(name.Text),
                _ => true,
            };
            if (!known) yield return $"{file.At(name)}: {name.Text} is not declared";
        }

        foreach (var parameter in file.Parameters.Where(parameter => !used.Contains(parameter.Name)))
            yield return $"{file.At(parameter.Node)}: parameter {parameter.Name} is not used";
        foreach (var variable in file.Variables.Where(variable => !used.Contains(variable.Name)))
            yield return $"{file.At(variable.Value)}: variable {variable.Name} is not used";
    }

    /// <summary>Outputs have names of their own; everything else shares one space of names. ARM does not tell their cases apart.</summary>
    static IEnumerable<string> DeclaredTwice(BicepFile file)
    {
        var names = file.Parameters.Select(parameter => parameter.Name).Concat(file.Variables.Select(variable => variable.Name))
            .Concat(file.Resources.Select(resource => resource.Name)).Concat(file.Modules.Select(module => module.Name));
        foreach (var list in new[] { names, file.Outputs.Select(output => output.Name) })
        {
            foreach (var name in list.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(name => name.Count() > 1))
                yield return $"{file.Path}: {name.Key} is declared twice";
        }

        foreach (var decorators in file.Root.Tree.Where(node => node.Type == "decorators"))
        {
            foreach (var name in decorators.Named.GroupBy(decorator => decorator.Named.First().Child("function")!.Text).Where(name => name.Count() > 1))
                yield return $"{file.At(decorators)}: {name.Key} decorates twice";
        }
    }

    enum Use
    {
        Declaration,
        Reference,
        Function,
        Decorator,
        NestedResource,
    }

    static Use UseOf(SyntaxNode name)
    {
        var parent = name.Parent!;
        if (name.Field == "function")
            return parent.Parent!.Type == "decorator" ? Use.Decorator : Use.Function;
        if (name.Field == "resource") return Use.NestedResource;
        if (name.Field == "initializer" || name.Ancestors.Any(ancestor => ancestor.Type == "type")) return Use.Declaration;
        var isFirst = parent.Named.First() == name;
        return isFirst && (parent.Type.EndsWith("_declaration", StringComparison.Ordinal) || parent.Type is "object_property" or "lambda_expression")
            ? Use.Declaration
            : Use.Reference;
    }

    /// <summary>Whether a loop or lambda around it declares it.</summary>
    static bool IsLocal(SyntaxNode name) => name.Ancestors.Any(ancestor => LocalsOf(ancestor).Contains(name.Text));

    static IEnumerable<string> LocalsOf(SyntaxNode node) => node.Type switch
    {
        "for_statement" => node.Tree.TakeWhile(part => part.Field != "body")
            .Where(part => part.Field == "initializer" || part.Type is "loop_variable" or "loop_enumerator").Select(part => part.Text),
        "lambda_expression" => [node.Named.First().Text],
        _ => [],
    };
}
