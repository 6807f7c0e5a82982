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
                json.WriteNumber(type.Name, memory.LatestByIndex[type.Index]);
        }

        json.WriteEndObject();
    }

    internal static AlertMemory Read(JsonElement json)
    {
        var latest = new long[EventType.All.Count];
        foreach (var property in json.GetProperty("latest"u8).EnumerateObject())
        {
            if (!EventType.TryParse(property.Name, out var type))
                throw new JsonException($"Unknown event type {property.Name}.");
            latest[type.Index] = property.Value.GetInt64();
        }

        return new()
        {
            Total = json.Number("total"u8),
            Open = json.Number("open"u8),
            MediumRisk = json.GetProperty("mediumRisk"u8).GetBoolean(),
            HighRisk = json.GetProperty("highRisk"u8).GetBoolean(),
            IntegrityLines = json.Number("integrityLines"u8),
            LatestByIndex = latest,
        };
    }
}
