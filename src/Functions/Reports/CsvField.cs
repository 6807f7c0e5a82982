using System.Buffers;
using System.Text;

namespace Proctoring.Functions.Reports;

/// <summary>Text that others wrote, on its way into a spreadsheet.</summary>
static class CsvField
{
    /// <summary>What a spreadsheet takes for the beginning of a formula, and would run.</summary>
    static readonly SearchValues<char> FormulaBeginnings = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>Where a cell may begin inside a field: some countries' spreadsheets separate by semicolon or tab.</summary>
    static readonly SearchValues<char> CellBeginnings = SearchValues.Create(";\t\r\n");

    static readonly SearchValues<char> Special = SearchValues.Create(",;\t\r\n\"'");

    /// <summary>An apostrophe before each beginning of a formula makes it plain text.</summary>
    public static string Harmless(string text)
    {
        var visible = text.AsSpan().TrimStart(" \"");
        if (visible.IsEmpty || !FormulaBeginnings.Contains(visible[0]) && !visible.ContainsAny(CellBeginnings)) return text;
        var harmless = new StringBuilder(text.Length + 4);
        var mayBegin = true;
        foreach (var c in text)
        {
            if (mayBegin && FormulaBeginnings.Contains(c)) harmless.Append('\'');
            harmless.Append(c);
            mayBegin = CellBeginnings.Contains(c) || mayBegin && c is ' ' or '"';
        }

        return harmless.ToString();
    }

    public static string Quoted(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
