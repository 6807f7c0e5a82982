using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Failed logins by e-mail address, whether or not anybody has it (the answers must not tell), and by network address. In table storage, so
/// that an attacker gains nothing by being served by another instance. Nothing here can be cancelled: a guess counts, whether
/// or not its sender waits for the answer.
/// </summary>
sealed class LoginFailureStore([FromKeyedServices(LoginFailureStore.Table)] TableClient table, TimeProvider time)
{
    public const string Table = "logins";

    const string Row = "failures";
    const string Failures = "Failures";
    const string KeepUntil = "KeepUntil";

    static readonly TimeSpan KeptWithTrusted = TimeSpan.FromDays(30);
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<LoginFailures> ReadAsync(string key) => Parse(await table.FindAsync(key, Row, CancellationToken.None));

    /// <summary>Changes what is kept, whatever other instances change at the same moment.</summary>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    /// <param name="change">What becomes of it, called anew after a conflict; what it throws leaves everything as it was.</param>
    public async Task ChangeAsync(string key, Func<LoginFailures, LoginFailures> change)
    {
        while (true)
        {
            var before = await table.FindAsync(key, Row, CancellationToken.None);
            var failures = change(Parse(before));
            try
            {
                if (before is null) await table.AddEntityAsync(ToRow(key, failures));
                else if (failures is { Recent: [], Trusted: [] }) await table.DeleteEntityAsync(key, Row, before.ETag);
                else await table.UpdateEntityAsync(ToRow(key, failures), before.ETag, TableUpdateMode.Replace);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Changed by somebody else meanwhile: look again.
            }
        }
    }

    /// <summary>Removes what no rule looks at any more, so that made-up addresses do not fill the table.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // LastFailure is what an earlier build wrote.
        var old = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"KeepUntil lt {now} or LastFailure lt {now - Kept}"), cancellationToken: cancellation);
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

    /// <summary>A short text that stands for an address of either kind.</summary>
    public static string KeyOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)), 0, 16);

    TableEntity ToRow(string key, LoginFailures failures) => new TableEntity(key, Row)
    {
        [KeepUntil] = time.GetUtcNow() + (failures.Trusted.Count > 0 ? KeptWithTrusted : Kept),
    }.WithJson(Failures, failures);

    static LoginFailures Parse(TableEntity? row) => row?.GetJson<LoginFailures>(Failures) ?? LoginFailures.None;
}
