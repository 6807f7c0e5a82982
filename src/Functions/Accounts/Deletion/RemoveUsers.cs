using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Closes an organisation to be deleted and removes some of its users. True when it found any: there may be more.
/// </summary>
sealed class RemoveUsers(UserStore users)
{
    /// <summary>Below the thousand rows that one query may ask for; a matter of seconds.</summary>
    const int AtATime = 900;

    [Function(nameof(RemoveUsers))]
    public async Task<bool> RunAsync([ActivityTrigger] OrganizationId organization, CancellationToken cancellation)
    {
        await users.CloseAsync(organization, cancellation);
        return await users.RemoveSomeAsync(organization, AtATime, cancellation);
    }
}
