using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;

namespace Proctoring.Functions.Accounts;

/// <summary>The account that an e-mail address belongs to.</summary>
/// <param name="Organization">Its organisation.</param>
/// <param name="User">Its user.</param>
/// <param name="Founder">Whether the organisation was to be created together with this user.</param>
sealed record EmailOwner(OrganizationId Organization, UserId User, bool Founder);

/// <summary>
/// Makes e-mail addresses unique among all organisations: one row an address, written before the user. If the process
/// dies between the two, the reservation is left without a user. Nobody can log in with it, and it blocks nobody for
/// long: whoever repeats the request completes it at once under the ids reserved, anybody else may have the address after
/// <see cref="AbandonedAfter"/>.
/// </summary>
sealed class EmailIndex([FromKeyedServices(UserStore.Table)] TableClient table, TimeProvider time)
{
    /// <summary>Longer than any request that is still under way can take (the platform ends it after 230 s).</summary>
    static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    const string Row = "owner";

    public async Task<EmailOwner?> FindAsync(string email, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(email), Row, cancellationToken: cancellation);
        return row.HasValue ? OwnerOf(row.Value!) : null;
    }

    /// <summary>Reserves an address for a user to be written next.</summary>
    /// <param name="email">Normalised.</param>
    /// <param name="wanted">The user's ids.</param>
    /// <param name="mayComplete">Whether the caller may finish an unfinished reservation under the ids that it has.</param>
    /// <param name="isUsed">Whether a reservation's user exists.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The ids to write the user with; null if the address is taken.</returns>
    public async Task<EmailOwner?> ReserveAsync(
        string email,
        EmailOwner wanted,
        Func<EmailOwner, bool> mayComplete,
        Func<EmailOwner, CancellationToken, Task<bool>> isUsed,
        CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(ToRow(email, wanted), cancellation);
            return wanted;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Somebody has it, or began to.
        }

        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition(email), Row, cancellationToken: cancellation);
        if (!found.HasValue) return null;
        var row = found.Value!;
        var owner = OwnerOf(row);
        if (await isUsed(owner, cancellation)) return null;
        if (mayComplete(owner)) return owner;
        if (row.GetDateTimeOffset("ReservedAt") > time.GetUtcNow() - AbandonedAfter) return null;
        try
        {
            await table.UpdateEntityAsync(ToRow(email, wanted), row.ETag, TableUpdateMode.Replace, cancellation);
            return wanted;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return null;
        }
    }

    /// <summary>Frees an address that belongs to somebody in an organisation.</summary>
    public async Task ReleaseAsync(string email, OrganizationId organization, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition(email), Row, cancellationToken: cancellation);
        if (!found.HasValue || OwnerOf(found.Value!).Organization != organization) return;
        await table.DeleteEntityAsync(Partition(email), Row, found.Value!.ETag, cancellation);
    }

    TableEntity ToRow(string email, EmailOwner owner) => new(Partition(email), Row)
    {
        ["OrganizationId"] = owner.Organization.Value,
        ["UserId"] = owner.User.Value,
        ["Founder"] = owner.Founder,
        ["ReservedAt"] = time.GetUtcNow(),
    };

    static EmailOwner OwnerOf(TableEntity row) => new(
        OrganizationId.Parse(row.GetString("OrganizationId")!),
        UserId.Parse(row.GetString("UserId")!),
        row.GetBoolean("Founder") ?? false);

    // An address may hold characters that a key must not.
    static string Partition(string email) => $"email:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)))}";
}
