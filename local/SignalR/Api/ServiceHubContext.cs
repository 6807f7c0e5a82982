using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>What an application can do with the clients of one hub.</summary>
public abstract class ServiceHubContext<T>
    where T : class
{
    public abstract IHubClients<T> Clients { get; }

    public abstract UserGroupManager UserGroups { get; }

    public abstract ClientManager ClientManager { get; }

    public abstract ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions? negotiationOptions = null, CancellationToken cancellationToken = default);
}

/// <summary>Groups of users: a membership holds for the connections that a user has and for those it will have.</summary>
public abstract class UserGroupManager
{
    public abstract Task AddToGroupAsync(string userId, string groupName, CancellationToken cancellationToken = default);

    /// <param name="userId">The user.</param>
    /// <param name="groupName">The group.</param>
    /// <param name="ttl">How long the membership lasts; whole seconds.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public abstract Task AddToGroupAsync(
        string userId, string groupName, TimeSpan ttl, CancellationToken cancellationToken = default);

    public abstract Task RemoveFromGroupAsync(string userId, string groupName, CancellationToken cancellationToken = default);

    public abstract Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default);

    public abstract Task<bool> IsUserInGroup(string userId, string groupName, CancellationToken cancellationToken = default);
}

public abstract class ClientManager
{
    public abstract Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default);
}

public class NegotiationOptions
{
    /// <summary>Whose connection it is; null for a connection of nobody in particular.</summary>
    public string? UserId { get; set; }

    /// <summary>How long the client may take to connect.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);
}
