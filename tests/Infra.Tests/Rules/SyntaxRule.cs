namespace Proctoring.Infra.Tests.Rules;

/// <summary>Every Bicep file is one to the grammar.</summary>
static class SyntaxRule
{
    public static IEnumerable<string> Check(Template template) =>
        from file in template.Files
        from node in file.Root.Tree
        where node.IsError || node.IsMissing
        select $"{file.At(node)}: {(node.IsMissing ? $"{node.Type} is missing" : $"cannot be read: {node.Text}")}";
}
