using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>The row <c>answers</c> of a session's partition: what the candidate handed in, as it was sent.</summary>
static class AnswersRow
{
    public const string Key = "answers";
    const string AnswersColumn = "answers";

    /// <summary>What one property of a row can hold.</summary>
    const int Largest = 64 * 1024;

    public static TableTransactionAction Write(string session, JsonElement answers)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answers);
        if (json.Length > Largest)
            throw Problem.TooLarge($"The answers are larger than {Largest / 1024} KB.");
        return new(TableTransactionActionType.Add, new TableEntity(session, Key) { [AnswersColumn] = json });
    }

    public static RawJson Read(TableEntity row) => new(row.GetBinary(AnswersColumn));
}
