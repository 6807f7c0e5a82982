using System.Buffers;
using System.Globalization;
using System.Text;

namespace Proctoring.Functions.Reports;

/// <summary>Text that others wrote, on its way into a spreadsheet.</summary>
static class CsvField
{
    /// <summary>What a spreadsheet takes for the beginning of a formula, and would run; full-width and small forms count as the plain ones there.</summary>
    static readonly SearchValues<char> FormulaBeginnings = SearchValues.Create("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫");

    /// <summary>Where a cell may begin inside a field: some countries' spreadsheets separate by semicolon or tab, and lines end in many ways.</summary>
    static readonly SearchValues<char> CellBeginnings = SearchValues.Create(";\t\r\n\v\f\u0085\u2028\u2029");

    static readonly SearchValues<char> Special = SearchValues.Create(",;\t\r\n\v\f\u0085\u2028\u2029\"'");

    /// <summary>Characters without looks that are neither white space nor of the category Format: fillers, joiners, an empty Braille cell.</summary>
    static readonly SearchValues<char> Blanks = SearchValues.Create(
        "\"\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180E\u180F\u2800\u3164\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07"
        + "\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uFFA0");

    /// <summary>
    /// An apostrophe before each beginning of a formula makes it plain text, also behind what cannot be seen: programs differ in what they trim.
    /// </summary>
    public static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAny(FormulaBeginnings)) return text;
        var harmless = new StringBuilder(text.Length + 4);
        var mayBegin = true;
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.IsBmp ? (char)rune.Value : default(char?);
            if (mayBegin && c is { } sign && FormulaBeginnings.Contains(sign)) harmless.Append('\'');
            harmless.Append(rune);
            mayBegin = c is { } separator && CellBeginnings.Contains(separator) || mayBegin && IsInvisible(rune);
        }

        return harmless.ToString();
    }

    public static string Quoted(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || rune.IsBmp && Blanks.Contains((char)rune.Value);
}
