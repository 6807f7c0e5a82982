using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Proctoring.Local.Tables;

/// <summary>Rules of the service for transactions that the emulator does not enforce; refused here with the service's codes.</summary>
static class TransactionRules
{
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0) throw new InvalidOperationException("The transaction must contain at least one action.");
        var partition = actions[0].Entity.PartitionKey;
        for (var i = 1; i < actions.Count; i++)
        {
            if (actions[i].Entity.PartitionKey == partition) continue;
            throw Refusal(
                400,
                TableErrorCode.CommandsInBatchActOnDifferentPartitions.ToString(),
                $"{i}:All commands in a batch must operate on same entity group.",
                i);
        }
    }

    public static TableTransactionFailedException Refusal(int status, string code, string message, int? action) =>
        new(new RequestFailedException(status, $"{message}\nStatus: {status}\nErrorCode: {code}\n", code, null), action);
}
