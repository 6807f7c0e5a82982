using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Events;

/// <summary>An event as it was scored, and its JSON as it is stored.</summary>
readonly record struct StoredEvent(ScoredEvent Scored, ReadOnlyMemory<byte> Json);

/// <summary>Row <c>e:{n}</c> of a session: events in the order in which they were scored.</summary>
/// <param name="Number">Pages of a session are numbered from 0 without gaps.</param>
/// <param name="First">When the earliest of its events occurred.</param>
/// <param name="Last">When the latest of its events occurred.</param>
/// <param name="Json">The events as a JSON array, UTF-8; it never changes.</param>
sealed record EventPage(int Number, int Count, DateTimeOffset First, DateTimeOffset Last, ReadOnlyMemory<byte> Json)
{
    public const string CountColumn = "count";
    public const string FirstColumn = "first";
    public const string LastColumn = "last";
    public const string LengthColumn = "length";
    public const string EventsColumn = "events";

    /// <summary>
    /// In bytes of JSON. The row holds it packed, to a tenth as a rule; should it not shrink at all, it still fits into a
    /// property of 64 KB.
    /// </summary>
    public const int LargestJson = 60 * 1024;

    const int FastestQuality = 1;
    const int Window = 16; // as large as a page

    /// <summary>Keys of pages lie between these two.</summary>
    public const string LowestKey = "e:";
    public const string AboveKeys = "e;";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"e:{number:D8}");

    public TableTransactionAction ToAction(SessionId session) => new(
        TableTransactionActionType.Add,
        new TableEntity(session.Value, Key(Number))
        {
            [CountColumn] = Count,
            [FirstColumn] = First,
            [LastColumn] = Last,
            [LengthColumn] = Json.Length,
            [EventsColumn] = Pack(Json.Span),
        });

    public static EventPage Read(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(LowestKey.Length), CultureInfo.InvariantCulture),
        row.GetInt32(CountColumn)!.Value,
        row.GetDateTimeOffset(FirstColumn)!.Value,
        row.GetDateTimeOffset(LastColumn)!.Value,
        Unpack(row.GetBinary(EventsColumn)!, row.GetInt32(LengthColumn)!.Value));

    /// <summary>The page's events, in order.</summary>
    public List<StoredEvent> Read()
    {
        var batch = EventReader.ReadArray(Json);
        if (batch.Fault is not null || batch.Refused.Count > 0)
            throw new InvalidDataException($"Page {Number} holds what is not an event: {batch.Fault?.Reason ?? batch.Refused[0].Reason}.");
        var events = new List<StoredEvent>(batch.Accepted.Count);
        foreach (var accepted in batch.Accepted)
        {
            var json = Json.Slice(accepted.Start, accepted.Length);
            events.Add(new(ReadScored(accepted.Event, json.Span), json));
        }

        return events;
    }

    static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, packed, out var length, FastestQuality, Window)
                ? packed.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException("A page did not fit into the length that is enough for every page.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    static byte[] Unpack(byte[] packed, int length)
    {
        var json = new byte[length];
        return BrotliDecoder.TryDecompress(packed, json, out var written) && written == length
            ? json
            : throw new InvalidDataException("A page of events is damaged.");
    }

    static ScoredEvent ReadScored(ProctoringEvent proctoringEvent, ReadOnlySpan<byte> json)
    {
        DateTimeOffset receivedAt = default;
        var (late, beforeStart, deduction, reason) = (false, false, 0, "");
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("receivedAt"u8) && reader.Read()) receivedAt = reader.GetDateTimeOffset();
            else if (reader.ValueTextEquals("late"u8) && reader.Read()) late = reader.GetBoolean();
            else if (reader.ValueTextEquals("beforeStart"u8) && reader.Read()) beforeStart = reader.GetBoolean();
            else if (reader.ValueTextEquals("deduction"u8) && reader.Read()) deduction = reader.GetInt32();
            else if (reader.ValueTextEquals("reason"u8) && reader.Read()) reason = reader.GetString()!;
            else reader.Skip();
        }

        return new(proctoringEvent, receivedAt, late, deduction, reason, beforeStart);
    }
}
