using System.Buffers;
using System.Text.Json;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Reports;

/// <summary>The whole report for programs, with the version of its schema; events as everywhere in this API.</summary>
static class JsonReport
{
    public static async Task WriteAsync(ReportContent content, Stream output, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(EventPage.LargestJson);
        await using var writer = new Utf8JsonWriter(buffer, ScoredEventJson.WriterOptions);
        writer.WriteStartObject();
        foreach (var property in JsonSerializer.SerializeToElement(content.Report, Json.Options).EnumerateObject())
            property.WriteTo(writer);
        writer.WriteStartArray("events");
        await foreach (var events in content.Events.ReadAsync(content.Report.Evidence, cancellation))
        {
            foreach (var numbered in events) ScoredEventJson.Write(writer, numbered.Scored);
            await PassOnAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await PassOnAsync();

        async Task PassOnAsync()
        {
            writer.Flush();
            await output.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
        }
    }
}
