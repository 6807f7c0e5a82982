namespace Proctoring.Infra.Tests.Bicep;

/// <summary>A Bicep file's declarations.</summary>
sealed class BicepFile
{
    public BicepFile(string path, string source)
    {
        Path = path;
        Root = BicepParser.Parse(source);
        Dictionary<string, string> decorators = [];
        foreach (var node in Root.Named)
        {
            if (node.Type == "decorators")
            {
                // One that is there twice is left to the rules, which look at the tree.
                decorators = node.Named.Select(decorator => decorator.Named.First()).DistinctBy(call => call.Child("function")!.Text)
                    .ToDictionary(call => call.Child("function")!.Text, call => WithoutSpace(call.Child("arguments")!.Text));
                continue;
            }

            Add(node, decorators);
            decorators = [];
        }
    }

    public string Path { get; }
    public SyntaxNode Root { get; }
    public List<Parameter> Parameters { get; } = [];
    public List<Variable> Variables { get; } = [];
    public List<Output> Outputs { get; } = [];
    public List<Module> Modules { get; } = [];

    /// <summary>Also those nested in others, and existing ones.</summary>
    public List<Resource> Resources { get; } = [];

    public string At(SyntaxNode node) => $"{Path}:{node.Line}";

    void Add(SyntaxNode node, IReadOnlyDictionary<string, string> decorators)
    {
        SyntaxNode[] parts = [.. node.Named];
        switch (node.Type)
        {
            case "parameter_declaration":
                Parameters.Add(new(parts[0].Text, parts[1].Text, parts.ElementAtOrDefault(2), decorators, node));
                break;
            case "variable_declaration":
                Variables.Add(new(parts[0].Text, parts[1]));
                break;
            case "output_declaration":
                Outputs.Add(new(parts[0].Text, parts[1].Text, parts[2]));
                break;
            case "module_declaration":
                Modules.Add(new(parts[0].Text, parts[1].Literal!, BodyOf(node), node));
                break;
            case "resource_declaration":
                AddResource(node, parent: null);
                break;
        }
    }

    void AddResource(SyntaxNode node, Resource? parent)
    {
        SyntaxNode[] parts = [.. node.Named];
        var type = parts[1].Literal!.Split('@');
        var body = BodyOf(node);
        // By the parent property the whole type is written.
        var resource = new Resource(
            parts[0].Text,
            parent is null ? type[0] : $"{parent.Type}/{type[0]}",
            type.ElementAtOrDefault(1) ?? parent?.Version ?? "",
            node.Children.Any(child => child.Type == "existing"),
            body,
            node);
        Resources.Add(resource);
        foreach (var nested in body.Named.Select(property => property.Named.First()).Where(child => child.Type == "resource_declaration"))
            AddResource(nested, resource);
    }

    static SyntaxNode BodyOf(SyntaxNode declaration)
    {
        var body = declaration.Named.Last();
        if (body.Type == "for_statement") body = body.Child("body")!;
        return body.Type == "if_statement" ? body.Named.Last() : body;
    }

    static string WithoutSpace(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
