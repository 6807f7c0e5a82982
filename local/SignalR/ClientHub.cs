using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.SignalR;

/// <summary>
/// What clients are connected to. It has no methods: in serverless mode what clients call goes to webhooks, which
/// the application does not use.
/// </summary>
sealed class ClientHub<T>(ClientConnections connections, UserGroups groups) : Hub<T>
    where T : class
{
    public override async Task OnConnectedAsync()
    {
        if (Context.UserIdentifier is not { } user) return;
        // First the connection, then the groups; who adds a user to a group goes the other way round. So whichever
        // comes second sees the first, and no membership is missed.
        connections.Add(user, Context.ConnectionId);
        foreach (var group in groups.Of(user)) await Groups.AddToGroupAsync(Context.ConnectionId, group);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.UserIdentifier is { } user) connections.Remove(user, Context.ConnectionId);
        return Task.CompletedTask;
    }
}

/// <summary>
/// Sends as the real service does: arguments are turned into JSON with the application's serializer when the call is
/// made, and the call returns when the service has the message, without waiting for slow clients.
/// </summary>
sealed class ClientHubLifetime<T>(
    RegisteredHub hub,
    ILogger<DefaultHubLifetimeManager<ClientHub<T>>> logger) : DefaultHubLifetimeManager<ClientHub<T>>(logger)
    where T : class
{
    readonly ILogger _logger = logger;

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Accept(base.SendAllAsync(methodName, Serialize(args), CancellationToken.None), cancellationToken);

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Accept(base.SendGroupAsync(groupName, methodName, Serialize(args), CancellationToken.None), cancellationToken);

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Accept(base.SendGroupsAsync(groupNames, methodName, Serialize(args), CancellationToken.None), cancellationToken);

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Accept(base.SendUserAsync(userId, methodName, Serialize(args), CancellationToken.None), cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Accept(base.SendUsersAsync(userIds, methodName, Serialize(args), CancellationToken.None), cancellationToken);

    object?[] Serialize(object?[] args)
    {
        var serialized = new object?[args.Length];
        for (var i = 0; i < args.Length; i++)
            serialized[i] = args[i] is null ? null : new SerializedArgument(hub.Options.Serializer!.Serialize(args[i]));
        return serialized;
    }

    Task Accept(Task sending, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!sending.IsCompletedSuccessfully) _ = ObserveAsync(sending);
        return Task.CompletedTask;
    }

    async Task ObserveAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e)
        {
            _logger.LogDebug(e, "A client went away while a message was sent to it");
        }
    }
}
