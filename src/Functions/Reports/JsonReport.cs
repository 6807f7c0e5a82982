using System.Text.Json;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Reports;

/// <summary>The whole report for programs, with the version of its schema; events as everywhere in this API.</summary>
static class JsonReport
{
    public static void Write(SessionReport report, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, ScoredEventJson.WriterOptions);
        writer.WriteStartObject();
        foreach (var property in JsonSerializer.SerializeToElement(report, Json.Options).EnumerateObject())
            property.WriteTo(writer);
        writer.WriteStartArray("events");
        foreach (var scored in report.Events) ScoredEventJson.Write(writer, scored);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
