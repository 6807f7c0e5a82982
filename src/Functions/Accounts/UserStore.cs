using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;
using ETag = Azure.ETag;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Accounts;

/// <summary>Organisations and their users. An organisation is one partition.</summary>
sealed class UserStore([FromKeyedServices(UserStore.Table)] TableClient table, EmailIndex emails)
{
    public const string Table = "accounts";

    const string OrganizationRow = "organization";
    const int RemovedInParallel = 16;

    public async Task<Organization?> FindOrganizationAsync(OrganizationId id, CancellationToken cancellation) =>
        await table.FindAsync(id.Value, OrganizationRow, cancellation) is { } row
            ? new(id, row.GetString("Name")!, row.GetDateTimeOffset("CreatedAt")!.Value)
            : null;

    /// <summary>The user, or null if the organisation has none with this id.</summary>
    public async Task<User?> FindAsync(OrganizationId organization, UserId id, CancellationToken cancellation) =>
        (await FindStoredAsync(organization, id, cancellation))?.User;

    public async Task<StoredUser?> FindStoredAsync(OrganizationId organization, UserId id, CancellationToken cancellation) =>
        await table.FindAsync(organization.Value, StoredUser.RowKey(id), cancellation) is { } row
            ? StoredUser.FromRow(row)
            : null;

    /// <param name="email">Normalised.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task<StoredUser?> FindByEmailAsync(string email, CancellationToken cancellation) =>
        await emails.FindAsync(email, cancellation) is { } owner
            ? await FindStoredAsync(owner.Organization, owner.User, cancellation)
            : null;

    public async Task<Page<User>> ListAsync(
        OrganizationId organization, Role? role, PageRequest page, CancellationToken cancellation)
    {
        var filter = role is null ? null : TableClient.CreateQueryFilter($"Role eq {role.Value.ToString()}");
        var rows = await table.ReadPageAsync(organization.Value, StoredUser.RowPrefix, page, filter, cancellation);
        return page.ToPage([.. rows.Select(row => StoredUser.FromRow(row).User)], user => user.Id.Value);
    }

    /// <summary>Adds a user to its organisation. Null if the e-mail address is taken; 401 if the organisation is gone.</summary>
    public async Task<User?> AddAsync(StoredUser user, CancellationToken cancellation)
    {
        var owner = await emails.ReserveAsync(user.User.Email, new(user.User.OrganizationId, user.User.Id, Founder: false),
            begun => !begun.Founder && begun.Organization == user.User.OrganizationId, IsUsedAsync, cancellation);
        if (owner is null) return null;
        var added = user with { User = user.User with { Id = owner.User } };
        // Changes nothing, but fails without the organisation, be it deleted this very moment.
        var organization = new TableTransactionAction(
            TableTransactionActionType.UpdateMerge, new TableEntity(user.User.OrganizationId.Value, OrganizationRow), ETag.All);
        try
        {
            return await TryAddAsync([organization, Add(added.ToRow())], cancellation) ? added.User : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await emails.ReleaseAsync(user.User.Email, user.User.OrganizationId, cancellation);
            throw Problem.Unauthenticated("The organisation does not exist any more.");
        }
    }

    /// <summary>Adds an organisation with its first user, both or neither. Null if the e-mail address is taken.</summary>
    public async Task<(Organization Organization, User Admin)?> AddAsync(
        Organization organization, StoredUser admin, CancellationToken cancellation)
    {
        var owner = await emails.ReserveAsync(admin.User.Email, new(organization.Id, admin.User.Id, Founder: true),
            begun => begun.Founder, IsUsedAsync, cancellation);
        if (owner is null) return null;
        var created = organization with { Id = owner.Organization };
        var added = admin with { User = admin.User with { Id = owner.User, OrganizationId = owner.Organization } };
        var row = new TableEntity(created.Id.Value, OrganizationRow)
        {
            ["Name"] = created.Name,
            ["CreatedAt"] = created.CreatedAt,
        };
        return await TryAddAsync([Add(row), Add(added.ToRow())], cancellation) ? (created, added.User) : null;
    }

    /// <summary>Removes an organisation, but none of what belongs to it: nobody can be added any more.</summary>
    public Task CloseAsync(OrganizationId organization, CancellationToken cancellation) =>
        table.DeleteEntityAsync(organization.Value, OrganizationRow, ETag.All, cancellation);

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
                await emails.ReleaseAsync(row.GetString("Email")!, organization, cancellation);
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            });
        return rows.Count > 0;
    }

    /// <summary>Removes what is left of an organisation itself. Gives how many rows there were.</summary>
    public Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {organization.Value}"), cancellation);

    async Task<bool> IsUsedAsync(EmailOwner owner, CancellationToken cancellation) =>
        await table.FindAsync(owner.Organization.Value, StoredUser.RowKey(owner.User), cancellation) is not null;

    /// <summary>False if somebody else has just completed the same reservation.</summary>
    async Task<bool> TryAddAsync(IEnumerable<TableTransactionAction> rows, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(rows, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
