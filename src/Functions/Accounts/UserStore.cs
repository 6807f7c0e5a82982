using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Accounts;

/// <summary>Organisations and their users. An organisation is one partition.</summary>
sealed class UserStore([FromKeyedServices(UserStore.Table)] TableClient table, EmailIndex emails)
{
    public const string Table = "accounts";

    const string OrganizationRow = "organization";

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

    /// <summary>Adds a user to its organisation. Null if the e-mail address is taken.</summary>
    public async Task<User?> AddAsync(StoredUser user, CancellationToken cancellation)
    {
        var owner = await emails.ReserveAsync(user.User.Email, new(user.User.OrganizationId, user.User.Id, Founder: false),
            begun => !begun.Founder && begun.Organization == user.User.OrganizationId, IsUsedAsync, cancellation);
        if (owner is null) return null;
        var added = user with { User = user.User with { Id = owner.User } };
        return await TryAddAsync([added.ToRow()], cancellation) ? added.User : null;
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
        return await TryAddAsync([row, added.ToRow()], cancellation) ? (created, added.User) : null;
    }

    async Task<bool> IsUsedAsync(EmailOwner owner, CancellationToken cancellation) =>
        await table.FindAsync(owner.Organization.Value, StoredUser.RowKey(owner.User), cancellation) is not null;

    /// <summary>False if somebody else has just completed the same reservation.</summary>
    async Task<bool> TryAddAsync(IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }
}
