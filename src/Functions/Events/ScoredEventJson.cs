using System.Text.Encodings.Web;
using System.Text.Json;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Events;

/// <summary>
/// A scored event as JSON: in the stored pages, in lists and in pushes. By hand, because this is the bulk of what
/// scoring writes.
/// </summary>
static class ScoredEventJson
{
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never inside HTML
        SkipValidation = true,
    };

    static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    static readonly JsonEncodedText OccurredAt = JsonEncodedText.Encode("occurredAt");
    static readonly JsonEncodedText Seq = JsonEncodedText.Encode("seq");
    static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
    static readonly JsonEncodedText DurationMs = JsonEncodedText.Encode("durationMs");
    static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
    static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    static readonly JsonEncodedText ReceivedAt = JsonEncodedText.Encode("receivedAt");
    static readonly JsonEncodedText Late = JsonEncodedText.Encode("late");
    static readonly JsonEncodedText BeforeStart = JsonEncodedText.Encode("beforeStart");
    static readonly JsonEncodedText Deduction = JsonEncodedText.Encode("deduction");
    static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");

    public static void Write(Utf8JsonWriter writer, in ScoredEvent scored)
    {
        var e = scored.Event;
        writer.WriteStartObject();
        writer.WriteString(Id, e.Id.Value);
        writer.WriteString(Type, e.Type.Name);
        writer.WriteString(OccurredAt, e.OccurredAt.UtcDateTime);
        if (e.Seq is { } seq) writer.WriteNumber(Seq, seq);
        if (e.Confidence is { } confidence) writer.WriteNumber(Confidence, confidence);
        if (e.DurationMs is { } duration) writer.WriteNumber(DurationMs, duration);
        if (e.Label is not null) writer.WriteString(Label, e.Label);
        if (!e.Data.IsEmpty)
        {
            writer.WritePropertyName(Data);
            writer.WriteRawValue(e.Data.Span, skipInputValidation: true);
        }

        writer.WriteString(ReceivedAt, scored.ReceivedAt.UtcDateTime);
        writer.WriteBoolean(Late, scored.Late);
        if (scored.BeforeStart) writer.WriteBoolean(BeforeStart, true);
        writer.WriteNumber(Deduction, scored.Deduction);
        writer.WriteString(Reason, scored.Reason);
        writer.WriteEndObject();
    }
}
