using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
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
            await container.DeleteBlobIfExistsAsync(StoredReport.FromRow(row).BlobName, cancellationToken: cancellation);
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

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
