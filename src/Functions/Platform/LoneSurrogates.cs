using System.Buffers.Text;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Halves of surrogate pairs, written in JSON as <c>\ud83d</c> without the other half: browsers send them when a text was cut in the middle
/// of an emoji. They are no text: readers choke on them, so they become U+FFFD here, of the same length. Whoever hands in an essay is not
/// to be turned away for the last character that fitted.
/// </summary>
static class LoneSurrogates
{
    const int EscapeLength = 6;

    /// <param name="json">Valid JSON in valid UTF-8.</param>
    public static byte[] Replace(ReadOnlySpan<byte> json)
    {
        var copy = json.ToArray();
        for (var i = 0; i < copy.Length - 1; i++)
        {
            if (copy[i] != '\\') continue;
            var here = UnitAt(copy, i);
            if (here is not { } unit)
            {
                i++; // another escape: what follows it is its own, a second backslash too
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(copy, i + EscapeLength) is { } next && char.IsLowSurrogate(next))
            {
                i += 2 * EscapeLength - 1;
            }
            else
            {
                if (char.IsSurrogate(unit)) @"\ufffd"u8.CopyTo(copy.AsSpan(i));
                i += EscapeLength - 1;
            }
        }

        return copy;
    }

    /// <summary>The UTF-16 unit that the escape at this place stands for; null where there is no such escape.</summary>
    static char? UnitAt(byte[] json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && Utf8Parser.TryParse(json.AsSpan(at + 2, 4), out ushort unit, out var used, 'x') && used == 4
            ? (char)unit
            : null;
}
