using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// A module is called with exactly what it declares, of the right type and name and within the same bounds; what is used of it, it gives;
/// and every file, and every output of a module, is of use.
/// </summary>
static partial class ModulesRule
{
    static readonly string[] Bounds = ["allowed", "maxValue", "minValue"];

    /// <summary>Also of a module that is conditional. In the text, since the grammar sees what stands before it as a part of it.</summary>
    [GeneratedRegex(@"\b(?<module>\w+)!?\.outputs\.(?<output>\w+)")]
    private static partial Regex OutputOf { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var called = template.Files
            .SelectMany(file => file.Modules.Select(module => Template.Resolve(file, module.Path))).Append(template.Main.Path).ToHashSet();
        return template.Files.SelectMany(file => file.Modules.SelectMany(module => CheckCall(template, file, module)))
            .Concat(template.Files.SelectMany(file => CheckOutputs(template, file)))
            .Concat(template.Files.Where(file => !called.Contains(file.Path)).Select(file => $"{file.Path} is not used"));
    }

    static IEnumerable<string> CheckCall(Template template, BicepFile file, Module module)
    {
        var at = file.At(module.Node);
        if (template.File(Template.Resolve(file, module.Path)) is not { } target)
        {
            yield return $"{at}: there is no {module.Path}";
            yield break;
        }

        var declared = target.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (var parameter in target.Parameters.Where(parameter => parameter.Default is null && !module.Arguments.ContainsKey(parameter.Name)))
            yield return $"{at}: {module.Name} lacks {parameter.Name}";
        foreach (var (name, value) in module.Arguments)
        {
            if (!declared.TryGetValue(name, out var parameter))
                yield return $"{file.At(value)}: {module.Path} has no parameter {name}";
            else if (TypesOf(template, file, value).FirstOrDefault(type => !Fits(type, parameter.Type)) is { } type)
                yield return $"{file.At(value)}: {name} is a {parameter.Type}, not a {type}";
            else if (file.Parameters.FirstOrDefault(own => own.Name == value.Text) is { } own)
            {
                if (Bounds.Any(bound => Differ(bound, own, parameter)))
                    yield return $"{file.At(value)}: {own.Name} has other bounds than {name} of {module.Path}";
                if (!own.Name.Contains(name, StringComparison.OrdinalIgnoreCase) && !name.Contains(own.Name, StringComparison.OrdinalIgnoreCase))
                    yield return $"{file.At(value)}: {own.Name} is given for {name}, which is called otherwise";
            }
        }

        // What a module does not bound, it leaves to its caller.
        static bool Differ(string bound, Parameter own, Parameter parameter) =>
            parameter.Decorators.TryGetValue(bound, out var wanted) && own.Decorators.GetValueOrDefault(bound) != wanted;
    }

    static IEnumerable<string> CheckOutputs(Template template, BicepFile file)
    {
        HashSet<(string Path, string Output)> used = [];
        foreach (Match use in OutputOf.Matches(file.Root.Text))
        {
            var (name, output) = (use.Groups["module"].Value, use.Groups["output"].Value);
            if (file.Modules.FirstOrDefault(module => module.Name == name) is not { } module)
            {
                yield return $"{file.Path}: {use.Value} is of no module";
                continue;
            }

            // One call that uses an output makes it useful to all calls of that file.
            used.Add((module.Path, output));
            if (Target(template, file, module) is { } target && target.Outputs.All(given => given.Name != output))
                yield return $"{file.Path}: {module.Path} has no output {output}";
        }

        foreach (var module in file.Modules.DistinctBy(module => module.Path))
        {
            foreach (var output in Target(template, file, module)?.Outputs.Where(output => !used.Contains((module.Path, output.Name))) ?? [])
                yield return $"{module.Path}: output {output.Name} is not used";
        }
    }

    static BicepFile? Target(Template template, BicepFile file, Module module) => template.File(Template.Resolve(file, module.Path));

    /// <summary>The types that an expression can have, as far as they show.</summary>
    static IEnumerable<string> TypesOf(Template template, BicepFile file, SyntaxNode value) => value.Type switch
    {
        "string" => ["string"],
        "number" => ["int"],
        "boolean" => ["bool"],
        "array" => ["array"],
        "object" => ["object"],
        "unary_expression" when value.Text.StartsWith('!') => ["bool"],
        "binary_expression" when value.Child("operator")!.Text is "&&" or "||" or "==" or "!=" or ">" or "<" => ["bool"],
        "ternary_expression" => [.. TypesOf(template, file, value.Child("consequence")!), .. TypesOf(template, file, value.Child("alternative")!)],
        "identifier" when file.Parameters.FirstOrDefault(own => own.Name == value.Text) is { } own => [own.Type],
        "identifier" when file.Variables.FirstOrDefault(own => own.Name == value.Text) is { } own => TypesOf(template, file, own.Value),
        "member_expression" when OutputOf.Match(value.Text) is { Success: true } output && output.Length == value.Text.Length =>
            file.Modules.Where(module => module.Name == output.Groups["module"].Value)
                .SelectMany(module => Target(template, file, module)?.Outputs ?? [])
                .Where(given => given.Name == output.Groups["output"].Value).Select(given => given.Type),
        _ => [],
    };

    static bool Fits(string type, string wanted) =>
        type == wanted || (type == "array" && wanted.EndsWith("[]", StringComparison.Ordinal)) || (wanted == "array" && type.EndsWith("[]", StringComparison.Ordinal));
}
