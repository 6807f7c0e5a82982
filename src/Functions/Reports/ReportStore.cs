using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Platform;
using ETag = Azure.ETag;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Reports;

/// <summary>The reports of all sessions: a row for each, and its file.</summary>
sealed class ReportStore(
    [FromKeyedServices(ReportStore.Table)] TableClient table,
    [FromKeyedServices(ReportStore.Container)] BlobContainerClient container,
    BlobLinks links)
{
    public const string Table = "reports";
    public const string Container = "reports";

    /// <summary>Of a row that says which report of a format was asked for last.</summary>
    const string PendingPrefix = "p:";
    const string ReportColumn = "Report";

    /// <summary>Long enough to follow a link, too short to pass it on.</summary>
    static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);

    public async Task<StoredReport?> FindAsync(SessionId session, ReportId report, CancellationToken cancellation) =>
        await table.FindAsync(session.Value, StoredReport.RowKey(report), cancellation) is { } row
            ? StoredReport.FromRow(row)
            : null;

    public async Task<Page<StoredReport>> ListAsync(SessionId session, PageRequest page, CancellationToken cancellation)
    {
        var rows = await table.ReadPageAsync(session.Value, StoredReport.RowPrefix, page, filter: null, cancellation);
        return page.ToPage([.. rows.Select(StoredReport.FromRow)], report => report.Id.Value);
    }

    /// <summary>Adds a report; one that is there already stays as it is. Gives what is stored.</summary>
    public async Task<StoredReport> AddAsync(StoredReport report, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(report.ToRow(), cancellation);
            return report;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return await FindAsync(report.SessionId, report.Id, cancellation) ?? report;
        }
    }

    /// <summary>
    /// The report that a request for this format is answered with: <paramref name="wanted"/>, or the one that was asked for before and is still being made.
    /// Of requests at the same moment one wins, and all get its report.
    /// </summary>
    public async Task<ReportId> ClaimAsync(SessionId session, ReportFormat format, ReportId wanted, CancellationToken cancellation)
    {
        while (true)
        {
            var claim = await table.GetEntityIfExistsAsync<TableEntity>(session.Value, PendingKey(format), cancellationToken: cancellation);
            var row = claim.HasValue ? claim.Value! : new TableEntity(session.Value, PendingKey(format));
            if (claim.HasValue)
            {
                // Not noted yet: between the claim and its report the process stopped, or is about to go on. Either way whoever asks for it now has it made.
                var before = ReportId.Parse(row.GetString(ReportColumn)!);
                if (await FindAsync(session, before, cancellation) is null or { Status: ReportStatus.Pending }) return before;
            }

            row[ReportColumn] = wanted.Value;
            try
            {
                if (claim.HasValue) await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
                else await table.AddEntityAsync(row, cancellation);
                return wanted;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Somebody was faster: look again.
            }
        }
    }

    public Task SaveAsync(StoredReport report, CancellationToken cancellation) =>
        table.UpsertEntityAsync(report.ToRow(), TableUpdateMode.Replace, cancellation);

    /// <summary>The file's way into storage; it is there when that is committed, in place of what an earlier run has written.</summary>
    public BlockUpload Upload(StoredReport report) => new(container.GetBlockBlobClient(report.BlobName), report.ContentType);

    /// <summary>The file, to be read once, and its length; null if it is gone.</summary>
    public async Task<(Stream Content, long Length)?> DownloadAsync(StoredReport report, CancellationToken cancellation)
    {
        try
        {
            var reply = await container.GetBlobClient(report.BlobName).DownloadStreamingAsync(cancellationToken: cancellation);
            return (reply.Value.Content, reply.Value.Details.ContentLength);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A link to the file, for anybody who has it.</summary>
    public Task<BlobLink> LinkAsync(StoredReport report, CancellationToken cancellation) =>
        links.ToReadAsync(container.GetBlobClient(report.BlobName), LinkLifetime, report.ContentType, report.FileName, cancellation);

    /// <summary>Removes all reports of a session. One that was cut short is simply run again: rows go after their files.</summary>
    public async Task PurgeAsync(SessionId session, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {session.Value}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey.StartsWith(StoredReport.RowPrefix, StringComparison.Ordinal))
                await container.DeleteBlobIfExistsAsync(StoredReport.FromRow(row).BlobName, cancellationToken: cancellation);
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

    static string PendingKey(ReportFormat format) => PendingPrefix + format;

    /// <summary>Removes the files that an organisation's sessions have left. Gives how many there were.</summary>
    public async Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var removed = 0;
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{organization}/", cancellation))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
            removed++;
        }

        return removed;
    }
}
