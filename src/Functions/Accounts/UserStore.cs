using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Accounts;

/// <summary>Users, in the partition of their organisation.</summary>
sealed class UserStore([FromKeyedServices(UserStore.Table)] TableClient table)
{
    public const string Table = "accounts";

    /// <summary>The user, or null if the organisation has none with this id.</summary>
    public async Task<User?> FindAsync(OrganizationId organization, UserId id, CancellationToken cancellation)
    {
        await Task.CompletedTask;
        throw new NotImplementedException(table.Name);
    }
}
