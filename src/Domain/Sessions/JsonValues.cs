using System.Text.Json;

namespace Proctoring.Domain.Sessions;

/// <summary>Values of the state's JSON: what is missing is null, so that a field can be added later.</summary>
internal static class JsonValues
{
    internal static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } at)
            json.WriteString(name, at.UtcDateTime);
    }

    internal static DateTimeOffset? Time(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? value.Time() : null;

    internal static DateTimeOffset Time(this JsonElement value) => new(value.GetDateTime());

    internal static TimeSpan Span(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? TimeSpan.FromTicks(value.GetInt64()) : TimeSpan.Zero;

    internal static string? Text(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal static int Number(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
