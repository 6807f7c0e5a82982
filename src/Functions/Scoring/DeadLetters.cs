using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// What could not be scored, kept for the admins of its organisation. It is written before anything is committed that
/// would keep the message from being looked at again.
/// </summary>
sealed partial class DeadLetters([FromKeyedServices(DeadLetters.TableName)] TableClient table, ILogger<DeadLetters> logger)
{
    public const string TableName = "deadletters";
    const int LargestTransaction = 40; // of rows of 60 KB, to stay below 4 MiB

    public async Task AddAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellation)
    {
        foreach (var organization in letters.Select(letter => letter.ToRow()).GroupBy(row => row.PartitionKey))
            foreach (var rows in organization.Chunk(LargestTransaction))
                await table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
        foreach (var reason in letters.GroupBy(letter => (letter.Session, letter.Reason)))
            Log.SetAside(logger, reason.Count(), reason.Key.Session?.Value, reason.Key.Reason);
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<DeadLetterItem>> ListAsync(string organization, PageRequest page, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organization} and RowKey gt {page.After ?? ""}");
        List<DeadLetterItem> items = [];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, page.Limit + 1, cancellationToken: cancellation))
        {
            items.Add(DeadLetterItem.Read(row));
            if (items.Count > page.Limit) break;
        }

        return page.ToPage(items, item => item.Id);
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} events of session {Session} set aside: {Reason}")]
        public static partial void SetAside(ILogger logger, int count, string? session, string reason);
    }
}
