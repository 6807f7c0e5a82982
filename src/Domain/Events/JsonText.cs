using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>Short texts as the reader stands on them, also those that were written with escapes.</summary>
internal static class JsonText
{
    // Nothing that matters is longer than an id, even when each of its characters is written as \u0000.
    private const int MaxEscaped = 6 * 64;

    /// <summary>The text without its escapes; empty when it has some and is long, or is no valid text.</summary>
    internal static ReadOnlySpan<byte> Of(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;

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
