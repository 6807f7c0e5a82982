using System.Runtime.InteropServices;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>The row <c>answers</c> of a session's partition: what the candidate handed in, as it was sent.</summary>
static class AnswersRow
{
    public const string Key = "answers";
    const string AnswersColumn = "answers";

    public static TableTransactionAction Write(string session, JsonElement answers)
    {
        // The bytes that came: written anew they would grow, and half a surrogate pair could not be written at all.
        var json = JsonMarshal.GetRawUtf8Value(answers);
        if (json.Length > Tables.LargestProperty)
            throw Problem.TooLarge($"The answers are larger than {Tables.LargestProperty / 1024} KB.");
        return new(TableTransactionActionType.Add, new TableEntity(session, Key) { [AnswersColumn] = json.ToArray() });
    }

    public static RawJson Read(TableEntity row) => new(row.GetBinary(AnswersColumn));
}
