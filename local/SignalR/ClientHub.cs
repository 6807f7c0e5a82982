using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.SignalR;

/// <summary>
/// What clients are connected to. It has no methods: in serverless mode what clients call goes to webhooks, which
/// the application does not use.
/// </summary>
sealed class ClientHub<T>(UserGroups groups) : Hub<T>
    where T : class
{
    public override async Task OnConnectedAsync()
    {
        if (Context.UserIdentifier is { } user) await groups.ConnectAsync(user, Context.ConnectionId);
        await Context.Features.Get<HandshakeGate>()!.OpenAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.UserIdentifier is { } user) await groups.DisconnectAsync(user, Context.ConnectionId);
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

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Get<HandshakeGate>()!.Connection = connection;
        return base.OnConnectedAsync(connection);
    }

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
