using System.Globalization;
using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>Short texts as the reader stands on them, also those that were written with escapes.</summary>
internal static class JsonText
{
    // Nothing that matters is longer than an id, even when each of its characters is written as \u0000.
    private const int MaxEscaped = EscapeLength * 64;
    private const int EscapeLength = 6;

    /// <summary>The text without its escapes; empty when it has some and is long, or is no valid text.</summary>
    internal static ReadOnlySpan<byte> Of(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;

    /// <summary>Whether the text has an escape like \uD83D without its other half: JSON allows it, but no UTF-8 can hold it.</summary>
    internal static bool HoldsHalfPair(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return false;
        var text = reader.ValueSpan;
        for (var at = text.IndexOf((byte)'\\'); at >= 0; at = text.IndexOf((byte)'\\'))
        {
            text = text[at..];
            if (text[1] != 'u')
            {
                text = text[2..];
                continue;
            }

            var first = Escaped(text);
            text = text[EscapeLength..];
            if (!char.IsSurrogate(first))
                continue;
            if (!char.IsHighSurrogate(first) || !text.StartsWith("\\u"u8) || !char.IsLowSurrogate(Escaped(text)))
                return true;
            text = text[EscapeLength..];
        }

        return false;
    }

    private static char Escaped(ReadOnlySpan<byte> text) =>
        (char)ushort.Parse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte[] Unescaped(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxEscaped)
            return [];
        try
        {
            var text = new byte[reader.ValueSpan.Length];
            return text[..reader.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            return []; // Half a surrogate pair.
        }
    }
}
