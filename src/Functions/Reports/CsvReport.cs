using System.Globalization;
using System.Text;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>Every event as a row, for a spreadsheet (RFC 4180).</summary>
static class CsvReport
{
    static readonly string[] Columns =
    [
        "number", "id", "type", "severity", "occurredAt", "receivedAt", "late", "seq", "confidence", "durationMs", "label",
        "data", "deduction", "reason",
    ];

    public static void Write(SessionReport report, Stream output)
    {
        // Excel takes a file without the mark for one in the machine's old code page.
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        Write(text, Columns);
        var number = 0;
        foreach (var scored in report.Events)
        {
            var e = scored.Event;
            Write(text,
            [
                Number(++number), CsvField.Harmless(e.Id.Value), e.Type.Name, e.Type.Severity.ToString().ToLowerInvariant(),
                Time(e.OccurredAt), Time(scored.ReceivedAt), scored.Late ? "true" : "false",
                Number(e.Seq), Number(e.Confidence), Number(e.DurationMs), CsvField.Harmless(e.Label ?? ""),
                e.Data.IsEmpty ? "" : CsvField.Harmless(Encoding.UTF8.GetString(e.Data.Span)),
                Number(scored.Deduction), CsvField.Harmless(scored.Reason),
            ]);
        }
    }

    static void Write(StreamWriter text, ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) text.Write(',');
            text.Write(CsvField.Quoted(fields[i]));
        }

        text.Write("\r\n");
    }

    static string Number<T>(T value) where T : struct, IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    static string Number<T>(T? value) where T : struct, IFormattable => value is { } some ? Number(some) : "";

    static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
