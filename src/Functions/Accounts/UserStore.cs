using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;
using ETag = Azure.ETag;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Accounts;

/// <summary>Organisations and their users. An organisation is one partition.</summary>
sealed class UserStore([FromKeyedServices(UserStore.Table)] TableClient table, EmailIndex emails, OrganizationNames names)
{
    public const string Table = "accounts";

    const string OrganizationRow = "organization";
    const string ShortNameColumn = "ShortName";
    const int RemovedInParallel = 16;

    /// <summary>Accounts of one e-mail address that a login without an organisation tries: those of the oldest organisations.</summary>
    public const int MostAccounts = 4;

    /// <summary>No user has it: what is looked for so that finding nobody takes the same steps.</summary>
    static readonly UserId Nobody = UserId.Parse("nobody");

    /// <summary>No short name is like this.</summary>
    const string NoName = "-";

    public async Task<Organization?> FindOrganizationAsync(OrganizationId id, CancellationToken cancellation) =>
        await table.FindAsync(id.Value, OrganizationRow, cancellation) is { } row
            ? new(id, row.GetString("Name")!, row.GetString(ShortNameColumn) ?? id.Value, row.GetDateTimeOffset("CreatedAt")!.Value)
            : null;

    /// <summary>The user, or null if the organisation has none with this id.</summary>
    public async Task<User?> FindAsync(OrganizationId organization, UserId id, CancellationToken cancellation) =>
        (await FindStoredAsync(organization, id, cancellation))?.User;

    public async Task<StoredUser?> FindStoredAsync(OrganizationId organization, UserId id, CancellationToken cancellation) =>
        await table.FindAsync(organization.Value, StoredUser.RowKey(id), cancellation) is { } row
            ? StoredUser.FromRow(row)
            : null;

    /// <summary>
    /// The accounts of an e-mail address, at most <see cref="MostAccounts"/>. The requests made, and hence the time taken, are the same
    /// for none and for one.
    /// </summary>
    /// <param name="email">Normalised.</param>
    /// <param name="organization">Id or short name of the only organisation to look into; null: any.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task<IReadOnlyList<StoredUser>> FindByEmailAsync(string email, string? organization, CancellationToken cancellation)
    {
        var owners = organization is null
            ? await emails.FindAsync(email, MostAccounts, cancellation)
            : await emails.FindAsync(email, await ResolveAsync(organization, cancellation), cancellation);
        if (owners.Count == 0) owners.Add(new(OrganizationId.Parse(Nobody.Value), null));
        var found = await Task.WhenAll(owners.Select(owner => FindAsync(owner, email, cancellation)));
        return [.. found.OfType<StoredUser>().DistinctBy(user => user.User.Id)];
    }

    async Task<OrganizationId> ResolveAsync(string organization, CancellationToken cancellation)
    {
        var shortName = ShortName.Read(organization, new());
        return await names.FindAsync(shortName ?? NoName, cancellation)
            ?? (OrganizationId.TryParse(organization.Trim(), out var id) ? id : OrganizationId.Parse(Nobody.Value));
    }

    async Task<StoredUser?> FindAsync(EmailOwner owner, string email, CancellationToken cancellation)
    {
        var row = await table.FindAsync(owner.Organization.Value, EmailIndex.KeyOf(email), cancellation);
        var id = row?.GetString("UserId") is { } user ? UserId.Parse(user) : owner.User ?? Nobody;
        return await FindStoredAsync(owner.Organization, id, cancellation);
    }

    public async Task<Page<User>> ListAsync(
        OrganizationId organization, Role? role, PageRequest page, CancellationToken cancellation)
    {
        var filter = role is null ? null : TableClient.CreateQueryFilter($"Role eq {role.Value.ToString()}");
        var rows = await table.ReadPageAsync(organization.Value, StoredUser.RowPrefix, page, filter, cancellation);
        return page.ToPage([.. rows.Select(row => StoredUser.FromRow(row).User)], user => user.Id.Value);
    }

    /// <summary>Changes a user's logins, whatever other instances change at the same moment. Null if there is no such user.</summary>
    /// <param name="organization">Its organisation.</param>
    /// <param name="id">The user.</param>
    /// <param name="decide">The logins to store, null to leave them; called anew after a conflict.</param>
    public async Task<StoredUser?> ChangeLoginsAsync(
        OrganizationId organization, UserId id, Func<StoredUser, IReadOnlyList<Login>?> decide)
    {
        while (true)
        {
            if (await table.FindAsync(organization.Value, StoredUser.RowKey(id), CancellationToken.None) is not { } row) return null;
            var user = StoredUser.FromRow(row);
            if (decide(user) is not { } logins) return user;
            try
            {
                await table.UpdateEntityAsync(user.ToLoginsRow(logins), row.ETag, TableUpdateMode.Merge);
                return user with { Logins = logins };
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                // Changed by somebody else meanwhile: look again.
            }
        }
    }

    /// <summary>Adds a user to its organisation. Null if the e-mail address is taken there; 401 if the organisation is gone.</summary>
    public async Task<User?> AddAsync(StoredUser user, CancellationToken cancellation)
    {
        var organization = user.User.OrganizationId;
        if (await IsTakenOfOldAsync(user.User.Email, organization, cancellation)) return null;
        await emails.AddAsync(user.User.Email, organization, cancellation);
        // Changes nothing, but fails without the organisation, be it deleted this very moment.
        var itself = new TableTransactionAction(
            TableTransactionActionType.UpdateMerge, new TableEntity(organization.Value, OrganizationRow), ETag.All);
        try
        {
            await table.SubmitTransactionAsync([itself, Add(EmailRow(user.User)), Add(user.ToRow())], cancellation);
            return user.User;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await emails.RemoveAsync(user.User.Email, organization, cancellation);
            throw Problem.Unauthenticated("The organisation does not exist any more.");
        }
    }

    /// <summary>Adds an organisation with its first user, both or neither. Null if its short name is taken.</summary>
    /// <param name="organization">The organisation; an empty short name: one made of its name.</param>
    /// <param name="admin">Its first user.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task<Organization?> AddAsync(Organization organization, StoredUser admin, CancellationToken cancellation)
    {
        if (organization.ShortName == "")
            organization = organization with { ShortName = await names.ReserveAsync(organization.Id, organization.Name, ExistsAsync, cancellation) };
        else if (!await names.TryReserveAsync(organization.ShortName, organization.Id, ExistsAsync, cancellation))
            return null;
        await emails.AddAsync(admin.User.Email, organization.Id, cancellation);
        var row = new TableEntity(organization.Id.Value, OrganizationRow)
        {
            ["Name"] = organization.Name,
            [ShortNameColumn] = organization.ShortName,
            ["CreatedAt"] = organization.CreatedAt,
        };
        await table.SubmitTransactionAsync([Add(row), Add(EmailRow(admin.User)), Add(admin.ToRow())], cancellation);
        return organization;
    }

    /// <summary>Removes an organisation, but none of what belongs to it: nobody can be added any more.</summary>
    public async Task CloseAsync(OrganizationId organization, CancellationToken cancellation)
    {
        // The short name first: without the row it could not be found again.
        if (await FindOrganizationAsync(organization, cancellation) is { } found)
            await names.ReleaseAsync(found.ShortName, organization, cancellation);
        await table.DeleteEntityAsync(organization.Value, OrganizationRow, ETag.All, cancellation);
    }

    /// <summary>Removes up to <paramref name="atMost"/> users of an organisation and frees their addresses. False if there were none.</summary>
    public async Task<bool> RemoveSomeAsync(OrganizationId organization, int atMost, CancellationToken cancellation)
    {
        var rows = await table.ReadPageAsync(organization.Value, StoredUser.RowPrefix, new(atMost, null), null, cancellation);
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = RemovedInParallel, CancellationToken = cancellation },
            async (row, _) =>
            {
                // The address first: without its user it could not be found again.
                var email = row.GetString("Email")!;
                await emails.RemoveAsync(email, organization, cancellation);
                await table.DeleteEntityAsync(row.PartitionKey, EmailIndex.KeyOf(email), ETag.All, cancellation);
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            });
        return rows.Count > 0;
    }

    /// <summary>Removes what is left of an organisation itself, wherever it is in the table. Gives how many rows there were.</summary>
    public async Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation) =>
        await table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {organization.Value}"), cancellation)
        + await table.RemoveAsync(TableClient.CreateQueryFilter($"OrganizationId eq {organization.Value}"), cancellation);

    async Task<bool> ExistsAsync(OrganizationId organization, CancellationToken cancellation) =>
        await table.FindAsync(organization.Value, OrganizationRow, cancellation) is not null;

    /// <summary>Whether a user of the organisation has the address that was stored before addresses had rows beside their users.</summary>
    async Task<bool> IsTakenOfOldAsync(string email, OrganizationId organization, CancellationToken cancellation)
    {
        foreach (var owner in await emails.FindAsync(email, organization, cancellation))
            if (owner.User is { } user && await FindStoredAsync(organization, user, cancellation) is not null)
                return true;
        return false;
    }

    static TableEntity EmailRow(User user) =>
        new(user.OrganizationId.Value, EmailIndex.KeyOf(user.Email)) { ["UserId"] = user.Id.Value };

    static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
