using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Platform;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// What could not be scored, kept for the admins of its organisation. It is written before anything is committed that
/// would keep the message from being looked at again.
/// </summary>
sealed partial class DeadLetters(
    [FromKeyedServices(DeadLetters.TableName)] TableClient table, Metrics metrics, ILogger<DeadLetters> logger)
{
    public const string TableName = "deadletters";

    /// <summary>A third is added in transport, and 4 MiB is the limit.</summary>
    const int LargestTransaction = 2 * 1024 * 1024;
    const int MostRows = 100;

    /// <summary>Throws only for faults of storage: what it does not take of a letter is left out.</summary>
    public async Task AddAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellation)
    {
        foreach (var organization in letters.GroupBy(letter => letter.Organization))
        {
            List<DeadLetter> together = [];
            var bytes = 0;
            foreach (var letter in organization)
            {
                if (together.Count == MostRows || (together.Count > 0 && bytes + letter.Kept.Length > LargestTransaction))
                {
                    await WriteAsync(together, cancellation);
                    together.Clear();
                    bytes = 0;
                }

                together.Add(letter);
                bytes += letter.Kept.Length;
            }

            await WriteAsync(together, cancellation);
        }

        foreach (var alike in letters.GroupBy(letter => (letter.Organization, letter.Session, letter.ReasonKind)))
        {
            var (organization, session, reason) = alike.Key;
            metrics.DeadLetters(alike.Count(), reason);
            Log.SetAside(logger, alike.Count(), session, organization, reason);
        }
    }

    /// <summary>All at once; should storage refuse that, one by one; should it refuse one, that one without its content.</summary>
    async Task WriteAsync(List<DeadLetter> letters, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(
                letters.Select(letter => new TableTransactionAction(TableTransactionActionType.UpsertReplace, letter.ToRow())), cancellation);
        }
        catch (RequestFailedException refused) when (ScoringFault.IsOfContent(refused))
        {
            foreach (var letter in letters) await WriteAsync(letter, cancellation);
        }
    }

    async Task WriteAsync(DeadLetter letter, CancellationToken cancellation)
    {
        try
        {
            await table.UpsertEntityAsync(letter.ToRow(), TableUpdateMode.Replace, cancellation);
        }
        catch (RequestFailedException refused) when (ScoringFault.IsOfContent(refused))
        {
            Log.KeptWithoutContent(logger, letter.Position.SequenceNumber, letter.Position.Partition, letter.Session, letter.Organization, refused);
            await table.UpsertEntityAsync(letter.ToBareRow(), TableUpdateMode.Replace, cancellation);
        }
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

    /// <summary>Removes, of all organisations, what came before a time.</summary>
    public Task ForgetOldAsync(DateTimeOffset before, CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"RowKey gt {DeadLetter.KeyAt(before)}"), cancellation);

    /// <summary>Removes an organisation's. Gives how many there were.</summary>
    public Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {organization.Value}"), cancellation);

    static partial class Log
    {
        // No warning: a browser that sends a last heartbeat after the end is enough, and admins see the events listed.
        [LoggerMessage(202, LogLevel.Information, "{Count} events of session {SessionId} ({OrganizationId}) set aside: {Reason}")]
        public static partial void SetAside(ILogger logger, int count, SessionId? sessionId, OrganizationId? organizationId, string reason);

        [LoggerMessage(204, LogLevel.Error,
            "Storage refuses what came with message {Sequence} of partition {Partition}, session {SessionId} ({OrganizationId}): its dead letter "
            + "is kept without it")]
        public static partial void KeptWithoutContent(
            ILogger logger, long sequence, string partition, SessionId? sessionId, OrganizationId? organizationId, Exception exception);
    }
}
