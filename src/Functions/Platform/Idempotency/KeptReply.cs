using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>A reply as it was given to a command with an <see cref="IdempotencyKey"/>, for its repetitions.</summary>
/// <param name="Fingerprint">Of the command.</param>
/// <param name="Version">The entity's tag.</param>
/// <param name="Body">JSON.</param>
sealed record KeptReply(string Fingerprint, int Status, long? Version, string? Location, byte[] Body)
{
    public const string FingerprintColumn = "fingerprint";
    const string StatusColumn = "status";
    const string VersionColumn = "version";
    const string LocationColumn = "location";
    const string BodyColumn = "body";

    public static KeptReply Of<T>(IdempotencyKey key, int status, T value, long? version, string? location = null) =>
        new(key.Fingerprint, status, version, location, JsonSerializer.SerializeToUtf8Bytes(value, Json.Options));

    /// <summary>Adds the reply to a row.</summary>
    public TableEntity Write(TableEntity row)
    {
        row[FingerprintColumn] = Fingerprint;
        row[StatusColumn] = Status;
        if (Version is { } version) row[VersionColumn] = version;
        if (Location is not null) row[LocationColumn] = Location;
        return row.WithBytes(BodyColumn, Body);
    }

    /// <summary>The reply that the row holds; null if it holds none yet. 422 when the key was another command's.</summary>
    public static KeptReply? Read(TableEntity row, IdempotencyKey key)
    {
        if (row.GetString(FingerprintColumn) != key.Fingerprint) throw Problem.KeyReused();
        return row.GetInt32(StatusColumn) is { } status
            ? new(key.Fingerprint, status, row.GetInt64(VersionColumn), row.GetString(LocationColumn), row.GetBytes(BodyColumn) ?? [])
            : null;
    }

    public IResult ToResult() => Reply.Json(new RawJson(Body), Status, Version, Location);
}
