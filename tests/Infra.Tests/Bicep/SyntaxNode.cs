using System.Text.Json;

namespace Proctoring.Infra.Tests.Bicep;

/// <summary>A node of a syntax tree: of the grammar's types, with the source that it stands for.</summary>
sealed class SyntaxNode
{
    readonly string _source;
    readonly int _start;
    readonly int _end;

    SyntaxNode(string source, JsonElement json, SyntaxNode? parent)
    {
        _source = source;
        Parent = parent;
        Type = json[0].GetString()!;
        _start = json[1].GetInt32();
        _end = json[2].GetInt32();
        var flags = json[3].GetInt32();
        IsNamed = (flags & 1) != 0;
        IsError = (flags & 2) != 0;
        IsMissing = (flags & 4) != 0;
        Field = json[4].GetString();
        Children = [.. json[5].EnumerateArray().Select(child => new SyntaxNode(source, child, this))];
    }

    public string Type { get; }
    public SyntaxNode? Parent { get; }
    public bool IsNamed { get; }
    public bool IsError { get; }
    public bool IsMissing { get; }

    /// <summary>What it is to its parent, where the grammar says so.</summary>
    public string? Field { get; }

    public IReadOnlyList<SyntaxNode> Children { get; }

    public string Text => _source[_start.._end];
    public int Line => _source.AsSpan(0, _start).Count('\n') + 1;

    /// <summary>Its children without punctuation, keywords and comments.</summary>
    public IEnumerable<SyntaxNode> Named => Children.Where(child => child.IsNamed && child.Type is not ("comment" or "diagnostic_comment"));

    public IEnumerable<SyntaxNode> Ancestors => Parent is null ? [] : Parent.Ancestors.Prepend(Parent);

    /// <summary>Itself and everything below it.</summary>
    public IEnumerable<SyntaxNode> Tree => Children.SelectMany(child => child.Tree).Prepend(this);

    public static SyntaxNode From(string source, JsonElement json) => new(source, json, null);

    public SyntaxNode? Child(string field) => Children.FirstOrDefault(child => child.Field == field);

    public override string ToString() => $"{Type} {Text}";

    /// <summary>What a string without interpolation says; null for all else.</summary>
    public string? Literal => Type == "string" && Named.All(part => part.Type != "interpolation")
        ? Text.Trim('\'').Replace("\\'", "'", StringComparison.Ordinal)
        : null;

    /// <summary>Keys and values of an object, except resources nested in it.</summary>
    public IEnumerable<KeyValuePair<string, SyntaxNode>> Properties => Named
        .Where(child => child.Type == "object_property" && child.Named.First().Type != "resource_declaration")
        .Select(child => KeyValuePair.Create(child.Named.First().Literal ?? child.Named.First().Text, child.Named.Last()));

    /// <summary>The value at <c>a.b.c</c> of an object, or null.</summary>
    public SyntaxNode? Find(string path) => path.Split('.').Aggregate(
        (SyntaxNode?)this, (node, key) => node?.Properties.FirstOrDefault(property => property.Key == key).Value);
}
