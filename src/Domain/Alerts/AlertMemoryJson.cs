using System.Text.Json;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Alerts;

/// <summary>An alert memory in JSON.</summary>
internal static class AlertMemoryJson
{
    internal static void Write(Utf8JsonWriter json, AlertMemory memory)
    {
        json.WriteNumber("total"u8, memory.Total);
        json.WriteNumber("open"u8, memory.Open);
        json.WriteBoolean("mediumRisk"u8, memory.MediumRisk);
        json.WriteBoolean("highRisk"u8, memory.HighRisk);
        json.WriteNumber("integrityLines"u8, memory.IntegrityLines);
        json.WriteStartObject("latest"u8);
        foreach (var type in EventType.All)
        {
            if (memory.LatestByIndex[type.Index] != 0)
            {
                json.WriteStartArray(type.Name);
                json.WriteNumberValue(memory.LatestByIndex[type.Index]);
                json.WriteNumberValue(memory.HeardByIndex[type.Index]);
                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("hours"u8);
        foreach (var (type, hour) in memory.Hours)
        {
            json.WriteStartArray(type);
            json.WriteNumberValue(hour.Start);
            json.WriteNumberValue(hour.Shown);
            json.WriteNumberValue(hour.Summary);
            json.WriteNumberValue(hour.Folded);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    internal static AlertMemory Read(JsonElement json)
    {
        var (latest, heard) = (new long[EventType.All.Count], new long[EventType.All.Count]);
        foreach (var property in json.GetProperty("latest"u8).EnumerateObject())
        {
            if (!EventType.TryParse(property.Name, out var type))
                throw new JsonException($"Unknown event type {property.Name}.");
            (latest[type.Index], heard[type.Index]) = (property.Value[0].GetInt64(), property.Value[1].GetInt64());
        }

        return new()
        {
            Total = json.Number("total"u8),
            Open = json.Number("open"u8),
            MediumRisk = json.GetProperty("mediumRisk"u8).GetBoolean(),
            HighRisk = json.GetProperty("highRisk"u8).GetBoolean(),
            IntegrityLines = json.Number("integrityLines"u8),
            LatestByIndex = latest,
            HeardByIndex = heard,
            Hours = json.GetProperty("hours"u8).EnumerateObject().ToDictionary(
                hour => hour.Name,
                hour => new AlertHour(hour.Value[0].GetInt64(), hour.Value[1].GetInt32(), hour.Value[2].GetInt32(), hour.Value[3].GetInt32())),
        };
    }
}
