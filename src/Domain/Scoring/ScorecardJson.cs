using System.Text.Json;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>A scorecard in JSON: types by name, the timeline as pairs of minute and count.</summary>
internal static class ScorecardJson
{
    internal static void Write(Utf8JsonWriter json, Scorecard card)
    {
        json.WriteStartObject("types"u8);
        foreach (var type in EventType.All)
        {
            if (card.CountsByIndex[type.Index] == 0)
                continue;
            // Count, points taken, and when points were taken last.
            json.WriteStartArray(type.Name);
            json.WriteNumberValue(card.CountsByIndex[type.Index]);
            json.WriteNumberValue(card.PointsByIndex[type.Index]);
            json.WriteNumberValue(card.ChargedAtByIndex[type.Index]);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("minutes"u8);
        for (var minute = 0; minute < card.Minutes.Length; minute++)
        {
            if (card.Minutes[minute] == 0)
                continue;
            json.WriteNumberValue(minute);
            json.WriteNumberValue(card.Minutes[minute]);
        }

        json.WriteEndArray();
        ref readonly var risk = ref card.RiskSums;
        json.WriteNumber("tabSwitches"u8, risk.TabSwitches);
        json.WriteNumber("blurMs"u8, risk.BlurMs);
        WriteSamples(json, "typing"u8, risk.Typing);
        WriteSamples(json, "mouse"u8, risk.Mouse);
        WriteSamples(json, "answers"u8, risk.Answers);
    }

    internal static Scorecard Read(JsonElement json)
    {
        var counts = new int[EventType.All.Count];
        var points = new int[EventType.All.Count];
        var chargedAt = new long[EventType.All.Count];
        foreach (var property in json.GetProperty("types"u8).EnumerateObject())
        {
            if (!EventType.TryParse(property.Name, out var type))
                throw new JsonException($"Unknown event type {property.Name}.");
            counts[type.Index] = property.Value[0].GetInt32();
            points[type.Index] = property.Value[1].GetInt32();
            chargedAt[type.Index] = property.Value[2].GetInt64();
        }

        return new(counts, points, chargedAt, ReadMinutes(json.GetProperty("minutes"u8)), new RiskSums
        {
            TabSwitches = json.Number("tabSwitches"u8),
            BlurMs = json.GetProperty("blurMs"u8).GetInt64(),
            Typing = ReadSamples(json, "typing"u8),
            Mouse = ReadSamples(json, "mouse"u8),
            Answers = ReadSamples(json, "answers"u8),
        });
    }

    private static int[] ReadMinutes(JsonElement json)
    {
        var length = json.GetArrayLength();
        if (length == 0)
            return [];
        var minutes = new int[json[length - 2].GetInt32() + 1];
        var minute = -1;
        foreach (var number in json.EnumerateArray())
        {
            if (minute < 0)
            {
                minute = number.GetInt32();
                continue;
            }

            minutes[minute] = number.GetInt32();
            minute = -1;
        }

        return minutes;
    }

    private static void WriteSamples(Utf8JsonWriter json, ReadOnlySpan<byte> name, Samples samples)
    {
        if (samples.Count == 0)
            return;
        json.WriteStartArray(name);
        json.WriteNumberValue(samples.Count);
        json.WriteNumberValue(samples.Sum);
        json.WriteEndArray();
    }

    private static Samples ReadSamples(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? new() { Count = value[0].GetInt32(), Sum = value[1].GetDouble() } : default;
}
