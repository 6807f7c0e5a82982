using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>Free texts of an event.</summary>
internal static class EventText
{
    internal const string HalfPair = "holds half a surrogate pair";

    /// <summary>What is wrong with the text, or null; the text itself only when it is wanted.</summary>
    internal static string? Check(ref Utf8JsonReader reader, int maxLength, bool wanted, out string? text)
    {
        text = null;
        // Valid UTF-8 has at least as many bytes as UTF-16 has characters.
        if (!wanted && !reader.ValueIsEscaped && reader.ValueSpan.Length <= maxLength)
            return null;
        // Six bytes a character at most: \u0000.
        if (reader.ValueSpan.Length > 6 * maxLength)
            return $"must be at most {maxLength} characters";
        try
        {
            text = reader.GetString()!;
            return text.Length <= maxLength ? null : $"must be at most {maxLength} characters";
        }
        catch (InvalidOperationException)
        {
            return HalfPair;
        }
    }
}
