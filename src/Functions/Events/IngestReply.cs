using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Proctoring.Domain.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>What became of the events of a request: 202 if at least one is on the stream.</summary>
sealed class IngestReply : IResult
{
    const string ReceivedAt = "receivedAt";

    readonly PooledBuffer _json;

    IngestReply(PooledBuffer json) => _json = json;

    /// <param name="batch">What was accepted and refused.</param>
    /// <param name="body">The request's body; not used after this call.</param>
    /// <param name="receivedAt">When the request came, by this server: clients set their clocks by it.</param>
    public static IngestReply Accept(CheckedBatch batch, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        var buffer = new PooledBuffer(256);
        using var json = new Utf8JsonWriter(buffer, ScoredEventJson.WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("accepted"u8);
        foreach (var accepted in batch.Accepted)
            json.WriteRawValue(body.Slice(accepted.IdStart - 1, accepted.IdLength + 2), skipInputValidation: true); // with its quotes
        json.WriteEndArray();
        json.WriteStartArray("refused"u8);
        foreach (var refusal in batch.Refused)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, refusal.Index);
            if (refusal.Id is not null) json.WriteString("id"u8, refusal.Id);
            json.WriteString("field"u8, refusal.Field);
            json.WriteString("reason"u8, refusal.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString(ReceivedAt, receivedAt.UtcDateTime);
        json.WriteEndObject();
        json.Flush();
        return new(buffer);
    }

    /// <summary>Nothing was acceptable: 400 with the reasons by field and by event, or 413 for too many events.</summary>
    public static IResult Refuse(CheckedBatch batch, DateTimeOffset receivedAt)
    {
        if (batch.Fault is { Kind: BatchFaultKind.TooMany } tooMany) return Problem.TooLarge(tooMany.Reason).ToResult();
        if (batch.Fault is { } fault) return Problem.Invalid(fault.Field, fault.Reason).ToResult();
        var errors = batch.Refused
            .GroupBy(refusal => FieldOf(refusal, batch.IsList))
            .ToDictionary(field => field.Key, field => field.Select(refusal => refusal.Reason).ToArray());
        return new ProblemException(
            StatusCodes.Status400BadRequest, Problem.InvalidInput, "The request is not valid", "None of the events is acceptable.")
        {
            Errors = errors,
            Extensions = new Dictionary<string, object?> { ["refused"] = batch.Refused, [ReceivedAt] = receivedAt },
        }.ToResult();
    }

    /// <summary>Nothing was acceptable, and of something only because the session has sent all the events that are kept: 429.</summary>
    public static IResult Full(CheckedBatch batch, DateTimeOffset receivedAt, TimeSpan retryAfter) =>
        Problem.TooMany(
            retryAfter, "The session has sent all the events that are kept: only grave ones are taken.",
            new Dictionary<string, object?> { ["refused"] = batch.Refused, [ReceivedAt] = receivedAt }).ToResult();

    static string FieldOf(EventRefusal refusal, bool isList)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"events[{refusal.Index}]");
        return isList && refusal.Field != place ? $"{place}.{refusal.Field}" : refusal.Field;
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        using (_json)
        {
            var response = context.Response;
            response.StatusCode = StatusCodes.Status202Accepted;
            response.ContentType = "application/json";
            response.ContentLength = _json.Length;
            await response.BodyWriter.WriteAsync(_json.WrittenMemory);
        }
    }
}
