using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>
/// All text on its way to paper. Much of it was written by candidates, so it is plain before it is laid out: standing in this namespace, this method goes before
/// QuestPDF's own of the same name, and nobody needs to think of it.
/// </summary>
static class SafeText
{
    public static TextBlockDescriptor Text(this IContainer container, string text) => TextExtensions.Text(container, Words.Plain(text));
}
