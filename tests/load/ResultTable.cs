using System.Globalization;

namespace Proctoring.Load;

/// <summary>What was measured, beside what was to be reached, as a Markdown table.</summary>
sealed class ResultTable
{
    readonly List<(string What, string Target, string Measured)> _rows = [];

    public void Add(string what, string target, FormattableString measured)
    {
        _rows.Add((what, target, measured.ToString(CultureInfo.InvariantCulture)));
        Console.WriteLine($"   {what}: {_rows[^1].Measured}");
    }

    public void Print(TextWriter writer)
    {
        writer.WriteLine("| what | to reach | measured |");
        writer.WriteLine("| --- | --- | --- |");
        foreach (var (what, target, measured) in _rows) writer.WriteLine($"| {what} | {target} | {measured} |");
    }
}
