using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

/// <summary>Shows the admins of an organisation what could not be scored and why.</summary>
sealed class ListDeadLetters(DeadLetters deadLetters)
{
    [Function(nameof(ListDeadLetters))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/deadletters")] HttpRequest request,
        CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.DeadLetterReaders);
        return Reply.Ok(await deadLetters.ListAsync(user.OrganizationId.Value, PageRequest.From(request), cancellation));
    }
}

/// <param name="Event">The event as the client sent it; a string if it is not JSON or was cut; null if storage would not have it.</param>
/// <param name="Size">Bytes that came.</param>
/// <param name="Cut">Whether <paramref name="Event"/> is less than that.</param>
sealed record DeadLetterItem(
    string Id, string? SessionId, string? EventId, string? Type, string Reason, DateTimeOffset ReceivedAt, RawJson Event, int Size, bool Cut)
{
    public static DeadLetterItem Read(TableEntity row)
    {
        var raw = row.GetBinary(DeadLetter.RawColumn);
        var size = row.GetInt32(DeadLetter.SizeColumn)!.Value;
        return new(
            row.RowKey,
            row.GetString("session"),
            row.GetString("eventId"),
            row.GetString("type"),
            row.GetString("reason")!,
            row.GetDateTimeOffset("receivedAt")!.Value,
            raw is null ? default : AsJson(raw),
            size,
            Cut: (raw?.Length ?? 0) < size);
    }

    static RawJson AsJson(byte[] raw) =>
        new(IsJson(raw) ? raw : JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(raw)));

    static bool IsJson(byte[] raw)
    {
        // The reader takes any bytes within a string.
        if (!Utf8.IsValid(raw)) return false;
        try
        {
            var reader = new Utf8JsonReader(raw);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
