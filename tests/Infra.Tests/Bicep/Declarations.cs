namespace Proctoring.Infra.Tests.Bicep;

/// <param name="Type">As written: <c>string</c>, <c>int</c>, <c>string[]</c> …</param>
/// <param name="Decorators">Their arguments as written, without white space, by name.</param>
sealed record Parameter(
    string Name, string Type, SyntaxNode? Default, IReadOnlyDictionary<string, string> Decorators, SyntaxNode Node)
{
    public bool IsSecure => Decorators.ContainsKey("secure");
}

sealed record Variable(string Name, SyntaxNode Value);

sealed record Output(string Name, string Type, SyntaxNode Value);

/// <param name="Path">As written, relative to the file.</param>
/// <param name="Body">The object that describes it, be it conditional or one of many.</param>
sealed record Module(string Name, string Path, SyntaxNode Body, SyntaxNode Node)
{
    /// <summary>The first of those that are there twice: that is for the rules to find, which look at the tree.</summary>
    public IReadOnlyDictionary<string, SyntaxNode> Arguments { get; } =
        Body.Find("params")?.Properties.DistinctBy(argument => argument.Key).ToDictionary() ?? [];
}

/// <param name="Type">With its parents' types: <c>Microsoft.EventHub/namespaces/eventhubs</c>.</param>
/// <param name="Body">The object that describes it, be it conditional or one of many.</param>
sealed record Resource(string Name, string Type, string Version, bool IsExisting, SyntaxNode Body, SyntaxNode Node);
