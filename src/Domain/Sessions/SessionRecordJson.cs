using System.Buffers;
using System.Text.Json;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Sessions;

/// <summary>The state row's JSON. Written by hand: it is written with every batch of events.</summary>
internal static class SessionRecordJson
{
    // What is written is our own; checking the writer's calls costs more than the writing.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    internal static void Write(SessionRecord record, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartObject("session"u8);
        SessionJson.Write(json, record.Session);
        json.WriteEndObject();
        json.WriteStartObject("scorecard"u8);
        ScorecardJson.Write(json, record.Scorecard);
        json.WriteEndObject();
        json.WriteStartObject("alerts"u8);
        AlertMemoryJson.Write(json, record.Alerts);
        json.WriteEndObject();
        json.WriteStartArray("seqs"u8);
        foreach (var bound in record.Seen.Bounds)
            json.WriteNumberValue(bound);
        json.WriteEndArray();
        if (record.Seen.Forgotten is { Count: > 0 } forgotten)
        {
            json.WriteStartArray("forgotten"u8);
            json.WriteNumberValue(forgotten.Count);
            json.WriteNumberValue(forgotten.First);
            json.WriteEndArray();
        }

        WritePositions(json, record.Positions);
        WriteOutbox(json, record);
        WritePauses(json, record.Pauses);
        WriteOverride(json, record.Override);
        json.WriteNumber("unrecorded"u8, record.Unrecorded);
        json.WriteNumber("finals"u8, record.Finals);
        json.WriteNumber("nextPage"u8, record.NextPage);
        json.WriteNumber("nextHistory"u8, record.NextHistory);
        json.WriteNumber("lifecycleVersion"u8, record.LifecycleVersion);
        json.WriteTime("lastSeen"u8, record.LastSeen);
        json.WriteNumber("version"u8, record.Version);
        json.WriteEndObject();
    }

    internal static SessionRecord Read(SessionPlan plan, ReadOnlyMemory<byte> utf8, ReadOnlySpan<byte> seenIds, long seenIdCount)
    {
        using var document = JsonDocument.Parse(utf8);
        var json = document.RootElement;
        return new()
        {
            Session = SessionJson.Read(json.GetProperty("session"u8), plan),
            Scorecard = ScorecardJson.Read(json.GetProperty("scorecard"u8)),
            Alerts = AlertMemoryJson.Read(json.GetProperty("alerts"u8)),
            Seen = new(
                [.. json.GetProperty("seqs"u8).EnumerateArray().Select(bound => bound.GetInt32())], IdRing.FromBytes(seenIds, seenIdCount),
                json.TryGetProperty("forgotten"u8, out var forgotten) ? new(forgotten[0].GetInt64(), forgotten[1].GetInt32()) : default),
            Positions = [.. json.GetProperty("positions"u8).EnumerateArray().Select(p => new StreamPosition(p[0].GetString()!, p[1].GetInt64(), p[2].Time()))],
            Outbox = [.. json.GetProperty("outbox"u8).EnumerateArray().Select(n => AlertId.Parse($"{plan.Id}-{n.GetString()}"))],
            Pauses = [.. json.GetProperty("pauses"u8).EnumerateArray().Select(p => new PausedTime(p[0].Time(), p.GetArrayLength() > 1 ? p[1].Time() : null))],
            Override = ReadOverride(json),
            Unrecorded = json.Number("unrecorded"u8),
            Finals = json.Number("finals"u8),
            NextPage = json.Number("nextPage"u8),
            NextHistory = json.Number("nextHistory"u8),
            // Not in states of before it was kept: the history has moved with most of what moves it.
            LifecycleVersion = json.Number(json.TryGetProperty("lifecycleVersion"u8, out _) ? "lifecycleVersion"u8 : "nextHistory"u8),
            LastSeen = json.Time("lastSeen"u8),
            Version = json.GetProperty("version"u8).GetInt64(),
        };
    }

    private static void WritePositions(Utf8JsonWriter json, IReadOnlyList<StreamPosition> positions)
    {
        json.WriteStartArray("positions"u8);
        foreach (var position in positions)
        {
            json.WriteStartArray();
            json.WriteStringValue(position.Partition);
            json.WriteNumberValue(position.SequenceNumber);
            json.WriteStringValue(position.EnqueuedAt.UtcDateTime);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // Only what follows the session's id.
    private static void WriteOutbox(Utf8JsonWriter json, SessionRecord record)
    {
        json.WriteStartArray("outbox"u8);
        foreach (var alert in record.Outbox)
            json.WriteStringValue(alert.Value.AsSpan(record.Id.Value.Length + 1));
        json.WriteEndArray();
    }

    private static void WritePauses(Utf8JsonWriter json, IReadOnlyList<PausedTime> pauses)
    {
        json.WriteStartArray("pauses"u8);
        foreach (var pause in pauses)
        {
            json.WriteStartArray();
            json.WriteStringValue(pause.From.UtcDateTime);
            if (pause.To is { } to)
                json.WriteStringValue(to.UtcDateTime);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteOverride(Utf8JsonWriter json, IntegrityOverride? score)
    {
        if (score is null)
            return;
        json.WriteStartObject("override"u8);
        json.WriteNumber("score"u8, score.Score);
        json.WriteString("by"u8, score.By.Value);
        json.WriteString("reason"u8, score.Reason);
        json.WriteTime("at"u8, score.At);
        json.WriteEndObject();
    }

    private static IntegrityOverride? ReadOverride(JsonElement json) =>
        json.TryGetProperty("override"u8, out var score)
            ? new(score.Number("score"u8), UserId.Parse(score.Text("by"u8)!), score.Text("reason"u8)!, score.Time("at"u8)!.Value)
            : null;
}
