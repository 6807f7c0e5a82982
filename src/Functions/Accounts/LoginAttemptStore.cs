using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Failed logins by e-mail address, whether or not anybody has it: the answers must not tell. In table storage, so
/// that an attacker gains nothing by being served by another instance.
/// </summary>
sealed class LoginAttemptStore([FromKeyedServices(LoginAttemptStore.Table)] TableClient table, TimeProvider time)
{
    public const string Table = "logins";

    const string Row = "attempts";
    const string Attempts = "Attempts";

    public async Task<LoginAttempts> ReadAsync(string email, CancellationToken cancellation) =>
        Parse(await table.FindAsync(Partition(email), Row, cancellation));

    /// <summary>Counts a failure, whatever other instances count at the same moment.</summary>
    public async Task CountFailureAsync(string email, CancellationToken cancellation)
    {
        while (true)
        {
            var before = await table.FindAsync(Partition(email), Row, cancellation);
            var now = time.GetUtcNow();
            var after = new TableEntity(Partition(email), Row) { ["LastFailure"] = now }
                .WithJson(Attempts, Parse(before).Failed(now));
            try
            {
                if (before is null) await table.AddEntityAsync(after, cancellation);
                else await table.UpdateEntityAsync(after, before.ETag, TableUpdateMode.Replace, cancellation);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Counted or forgotten by somebody else meanwhile: look again.
            }
        }
    }

    public async Task ForgetAsync(string email, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(Partition(email), Row, ETag.All, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Forgotten already.
        }
    }

    /// <summary>Removes what no rule looks at any more, so that made-up addresses do not fill the table.</summary>
    public async Task ForgetOldAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var old = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"LastFailure lt {before}"), cancellationToken: cancellation);
        await foreach (var row in old)
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                // A new failure just now.
            }
        }
    }

    static LoginAttempts Parse(TableEntity? row) => row?.GetJson<LoginAttempts>(Attempts) ?? LoginAttempts.None;

    static string Partition(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)));
}
