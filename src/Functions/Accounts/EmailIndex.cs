using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>An organisation in which an e-mail address may have an account.</summary>
/// <param name="Organization">The organisation.</param>
/// <param name="User">Its user, where the index names it: as it was written when an address had one account in all.</param>
sealed record EmailOwner(OrganizationId Organization, UserId? User);

/// <summary>
/// In which organisations to look for an e-mail address, for logins that do not say which: a row an address and
/// organisation. It is no more than a hint, written before the user and removed before it too, so that no user is ever without;
/// a hint without a user leads nowhere. What makes an address unique within its organisation is a row beside the user.
/// </summary>
sealed class EmailIndex([FromKeyedServices(UserStore.Table)] TableClient table)
{
    /// <summary>The only row of an address, with its user, when an address had one account in all.</summary>
    const string OldRow = "owner";

    const string User = "UserId";
    const string Organization = "OrganizationId";

    /// <summary>The organisations that may know an address, the oldest first, at most <paramref name="atMost"/>.</summary>
    public async Task<List<EmailOwner>> FindAsync(string email, int atMost, CancellationToken cancellation)
    {
        List<EmailOwner> found = [];
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition(email)}"), atMost, cancellationToken: cancellation);
        await foreach (var row in rows)
        {
            found.Add(OwnerOf(row));
            if (found.Count == atMost) break;
        }

        return found;
    }

    /// <summary>The one organisation, if it may know the address.</summary>
    public async Task<List<EmailOwner>> FindAsync(string email, OrganizationId organization, CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(
            table.FindAsync(Partition(email), organization.Value, cancellation), table.FindAsync(Partition(email), OldRow, cancellation));
        return [.. rows.OfType<TableEntity>().Select(OwnerOf).Where(owner => owner.Organization == organization)];
    }

    public Task AddAsync(string email, OrganizationId organization, CancellationToken cancellation) =>
        table.UpsertEntityAsync(
            new TableEntity(Partition(email), organization.Value) { [Organization] = organization.Value }, TableUpdateMode.Replace, cancellation);

    public async Task RemoveAsync(string email, OrganizationId organization, CancellationToken cancellation)
    {
        await table.DeleteEntityAsync(Partition(email), organization.Value, ETag.All, cancellation);
        if (await table.FindAsync(Partition(email), OldRow, cancellation) is { } old && OwnerOf(old).Organization == organization)
            await table.DeleteEntityAsync(old.PartitionKey, old.RowKey, old.ETag, cancellation);
    }

    /// <summary>An address as part of a key, since it may hold characters that a key must not.</summary>
    public static string KeyOf(string email) => $"email:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)))}";

    static string Partition(string email) => KeyOf(email);

    static EmailOwner OwnerOf(TableEntity row) => new(
        OrganizationId.Parse(row.GetString(Organization)!), row.GetString(User) is { } user ? UserId.Parse(user) : null);
}
