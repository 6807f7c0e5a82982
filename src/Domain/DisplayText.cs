using System.Globalization;
using System.Text;

namespace Proctoring.Domain;

/// <summary>
/// Text that people are shown beside other people's: names, titles, reasons, notes. What it holds is to be seen, and to stay in its
/// place: control characters, characters that turn the direction of what follows (U+202E), and invisible ones (U+200B) make two
/// different names look the same, or a line read otherwise than it was stored.
/// </summary>
public static class DisplayText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Letters and marks in name, blank to the eye.</summary>
    private static readonly int[] Blanks = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    /// <summary>What is wrong with a text, as field errors say it; null if nothing is.</summary>
    /// <param name="lines">Whether it may have several lines, and tabs.</param>
    public static string? Fault(string text, bool lines = false)
    {
        Rune? before = null;
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
                return "must not hold half of a character";
            at += rune.Utf16SequenceLength;
            Rune? after = Rune.TryGetRuneAt(text, Math.Min(at, text.Length - 1), out var next) && at < text.Length ? next : null;
            if (!IsShown(rune) && !(lines && IsLayout(rune)) && !(IsJoiner(rune) && Joins(before) && Joins(after)))
                return $"must not hold the control or invisible character U+{rune.Value:X4}";
            before = rune;
        }

        return null;
    }

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !Blanks.Contains(rune.Value);

    private static bool IsLayout(Rune rune) => rune.Value is '\n' or '\r' or '\t';

    private static bool IsJoiner(Rune rune) => rune.Value is NonJoiner or Joiner;

    /// <summary>Persian, Hindi, Malayalam and others spell words with joiners between letters, and many a picture is joined of several.</summary>
    private static bool Joins(Rune? neighbour) =>
        neighbour is { } rune && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);
}
