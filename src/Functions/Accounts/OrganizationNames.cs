using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Makes organisations' short names unique: a row each, written before the organisation. Should the process die between
/// the two, anybody may have the name after <see cref="AbandonedAfter"/>.
/// </summary>
sealed class OrganizationNames([FromKeyedServices(UserStore.Table)] TableClient table, TimeProvider time)
{
    /// <summary>Longer than any request that is still under way can take (the platform ends it after 230 s).</summary>
    static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    const string Row = "name";
    const string Organization = "OrganizationId";
    const string ReservedAt = "ReservedAt";

    public async Task<OrganizationId?> FindAsync(string shortName, CancellationToken cancellation) =>
        await table.FindAsync(Partition(shortName), Row, cancellation) is { } row ? OwnerOf(row) : null;

    /// <summary>Reserves a short name. False if another organisation has it.</summary>
    /// <param name="shortName">As <see cref="ShortName.Read"/> gives it.</param>
    /// <param name="organization">Who wants it.</param>
    /// <param name="exists">Whether an organisation is there.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task<bool> TryReserveAsync(
        string shortName, OrganizationId organization, Func<OrganizationId, CancellationToken, Task<bool>> exists,
        CancellationToken cancellation)
    {
        var wanted = new TableEntity(Partition(shortName), Row) { [Organization] = organization.Value, [ReservedAt] = time.GetUtcNow() };
        try
        {
            await table.AddEntityAsync(wanted, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Somebody has it, or began to.
        }

        var row = await table.FindAsync(Partition(shortName), Row, cancellation);
        if (row is null || row.GetDateTimeOffset(ReservedAt) > time.GetUtcNow() - AbandonedAfter || await exists(OwnerOf(row), cancellation))
            return false;
        try
        {
            await table.UpdateEntityAsync(wanted, row.ETag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Reserves a short name that is made of the organisation's name and, where that is taken, of its id.</summary>
    public async Task<string> ReserveAsync(
        OrganizationId organization, string name, Func<OrganizationId, CancellationToken, Task<bool>> exists,
        CancellationToken cancellation)
    {
        var made = ShortName.Of(name);
        // The end of an id is random.
        foreach (var tried in new[] { made, ShortName.With(made, "2"), ShortName.With(made, organization.Value[^8..].ToLowerInvariant()) })
            if (await TryReserveAsync(tried, organization, exists, cancellation)) return tried;
        throw Problem.Conflict("The short names made of the name are taken; give one.", "shortName");
    }

    public async Task ReleaseAsync(string shortName, OrganizationId organization, CancellationToken cancellation)
    {
        if (await table.FindAsync(Partition(shortName), Row, cancellation) is { } row && OwnerOf(row) == organization)
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
    }

    static OrganizationId OwnerOf(TableEntity row) => OrganizationId.Parse(row.GetString(Organization)!);

    static string Partition(string shortName) => $"name:{shortName}";
}
