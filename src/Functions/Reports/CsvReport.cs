using System.Globalization;
using System.Text;

namespace Proctoring.Functions.Reports;

/// <summary>Every event as a row, for a spreadsheet (RFC 4180), in the order in which they were scored. What a reader must know of them stands below.</summary>
static class CsvReport
{
    static readonly string[] Columns =
    [
        "number", "id", "type", "severity", "occurredAt", "receivedAt", "late", "seq", "confidence", "durationMs", "label",
        "data", "deduction", "reason",
    ];

    public static async Task WriteAsync(ReportContent content, Stream output, CancellationToken cancellation)
    {
        using var page = new MemoryStream();

        // Excel takes a file without the mark for one in the machine's old code page.
        await using var text = new StreamWriter(page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        Write(text, Columns);
        await foreach (var events in content.Events.ReadAsync(content.Report.Evidence, cancellation))
        {
            foreach (var numbered in events) Write(text, numbered);
            await PassOnAsync();
        }

        foreach (var remark in Remarks.Of(content.Report)) Write(text, ["", "", "REMARK", .. Enumerable.Repeat("", Columns.Length - 4), remark]);
        await PassOnAsync();

        async Task PassOnAsync()
        {
            await text.FlushAsync(cancellation);
            await output.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), cancellation);
            page.SetLength(0);
        }
    }

    static void Write(StreamWriter text, in NumberedEvent numbered)
    {
        var scored = numbered.Scored;
        var e = scored.Event;
        Write(text,
        [
            Number(numbered.Number), CsvField.Harmless(e.Id.Value), e.Type.Name, e.Type.Severity.ToString().ToLowerInvariant(),
            Time(e.OccurredAt), Time(scored.ReceivedAt), scored.Late ? "true" : "false",
            Number(e.Seq), Number(e.Confidence), Number(e.DurationMs), CsvField.Harmless(e.Label ?? ""),
            e.Data.IsEmpty ? "" : CsvField.Harmless(Encoding.UTF8.GetString(e.Data.Span)),
            Number(scored.Deduction), CsvField.Harmless(scored.Reason),
        ]);
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
