using System.Globalization;
using System.Text;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>A line of a text: its characters without the spaces at the end, and their width.</summary>
internal readonly record struct Line(int Start, int End, float Width);

/// <summary>
/// Breaks a text into lines: after spaces and hyphens, between ideographs, and inside a word only if it is longer than a
/// line (the needed part of Unicode's UAX 14).
/// </summary>
internal static class LineBreaker
{
    /// <param name="text">All the text; a line feed ends a line.</param>
    /// <param name="advances">The width of each character; 0 for the second half of a pair.</param>
    /// <param name="width">What a line may be wide.</param>
    public static List<Line> Break(string text, ReadOnlySpan<float> advances, float width)
    {
        var lines = new List<Line>();
        for (var start = 0; start <= text.Length;)
        {
            var (end, next) = Next(text, advances, start, width);
            lines.Add(Trim(text, advances, start, end));
            start = next;
        }

        return lines;
    }

    /// <summary>Where the line ends, and where the following one begins: past the text's end after the last.</summary>
    private static (int End, int Next) Next(string text, ReadOnlySpan<float> advances, int start, float width)
    {
        var (used, opportunity) = (0f, -1);
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\n') return (i, i + 1);
            if (char.IsWhiteSpace(text[i]) && text[i] != '\u00A0')
            {
                used += advances[i];
                opportunity = i + 1;
                continue;
            }

            if (used + advances[i] > width + 0.01f && i > start && !char.IsLowSurrogate(text[i]))
            {
                var end = opportunity > start ? opportunity : i;
                return (end, end);
            }

            used += advances[i];
            if (MayBreakAfter(text, i)) opportunity = i + 1;
        }

        return (text.Length, text.Length + 1);
    }

    private static bool MayBreakAfter(string text, int at)
    {
        var c = text[at];
        if (c is '-' or '\u2010' or '\u2013' or '\u200B')
            return at > 0 && at + 1 < text.Length && char.IsLetter(text[at + 1]);
        return c >= '\u2E80' && IsIdeographic(c) && !(at + 1 < text.Length && IsClosing(text[at + 1]));
    }

    private static bool IsIdeographic(char c) => c is (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
        or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');

    private static bool IsClosing(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private static Line Trim(string text, ReadOnlySpan<float> advances, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        var width = 0f;
        for (var i = start; i < end; i++) width += advances[i];
        return new Line(start, end, width);
    }

    /// <summary>The width of each character, by the font of its place.</summary>
    public static void Measure(ReadOnlySpan<char> text, Font font, Span<float> advances)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                advances[i] = 0;
                continue;
            }

            Rune.DecodeFromUtf16(text[i..], out var rune, out var length);
            advances[i] = font.Advance(rune.Value);
            if (length == 2) advances[++i] = 0;
        }
    }
}
