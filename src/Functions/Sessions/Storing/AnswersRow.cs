using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// What the candidate handed in, as it was sent: up to 1 MB, which is more than a property and, with its names, more than a row can
/// hold. Rows <c>answers</c>, <c>answers:1</c> … of the session's partition, each with some of its parts in order.
/// </summary>
static class AnswersRow
{
    public const int LargestAnswers = 1024 * 1024;

    const string FirstKey = "answers";
    const string AfterKeys = "answers;";
    const string Column = "answers";
    const int LargestPart = 60 * 1024;
    const int PartsOfRow = 8;

    /// <summary>The rows to add, in a transaction of which they take at most 1.4 MB on the wire; 413 naming the field if it is too much.</summary>
    public static IReadOnlyCollection<TableTransactionAction> Write(string session, JsonElement answers)
    {
        // The bytes that came: written anew they would grow.
        var json = LoneSurrogates.Replace(JsonMarshal.GetRawUtf8Value(answers));
        if (json.Length > LargestAnswers) throw Problem.TooLarge($"The answers are larger than {LargestAnswers / 1024} KB.", Column);
        return
        [
            .. json.Chunk(LargestPart).Chunk(PartsOfRow).Select((parts, row) => new TableTransactionAction(
                TableTransactionActionType.Add, Row(session, row, parts))),
        ];
    }

    /// <summary>What was handed in, or null.</summary>
    public static async Task<RawJson?> ReadAsync(TableClient table, string session, CancellationToken cancellation)
    {
        using var json = new MemoryStream();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {session} and RowKey ge {FirstKey} and RowKey lt {AfterKeys}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            for (var part = 0; row.GetBinary(Part(part)) is { } bytes; part++)
                json.Write(bytes);
        return json.Length == 0 ? null : new RawJson(json.ToArray());
    }

    static TableEntity Row(string session, int number, byte[][] parts)
    {
        var row = new TableEntity(session, number == 0 ? FirstKey : string.Create(CultureInfo.InvariantCulture, $"{FirstKey}:{number}"));
        for (var part = 0; part < parts.Length; part++)
            row[Part(part)] = parts[part];
        return row;
    }

    static string Part(int number) => number == 0 ? Column : string.Create(CultureInfo.InvariantCulture, $"{Column}{number}");
}
