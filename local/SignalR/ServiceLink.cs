using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.SignalR;

/// <summary>Stands for the hub where messages go to the service as requests.</summary>
sealed class TransientHub<T> : Hub<T>
    where T : class;

/// <summary>Stands for the hub where messages go to the service over connections that stay open.</summary>
sealed class PersistentHub<T> : Hub<T>
    where T : class;

/// <summary>An application's way to the service.</summary>
abstract class ServiceLink<THub, T>(HubLifetimeManager<ClientHub<T>> service, Outage outage) : HubLifetimeManager<THub>
    where THub : Hub
    where T : class
{
    /// <summary>What becomes of messages that the service does not take.</summary>
    /// <param name="method">The client method.</param>
    /// <param name="messages">How many.</param>
    protected abstract Task NotTaken(string method, int messages);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        outage.IsOn ? NotTaken(methodName, 1) : service.SendAllAsync(methodName, args, cancellationToken);

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        outage.IsOn ? NotTaken(methodName, 1) : service.SendGroupAsync(groupName, methodName, args, cancellationToken);

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        outage.IsOn ? NotTaken(methodName, groupNames.Count) : service.SendGroupsAsync(groupNames, methodName, args, cancellationToken);

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        outage.IsOn ? NotTaken(methodName, 1) : service.SendUserAsync(userId, methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        outage.IsOn ? NotTaken(methodName, userIds.Count) : service.SendUsersAsync(userIds, methodName, args, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw NotHere();

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw NotHere();

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => throw NotHere();

    public override Task OnConnectedAsync(HubConnectionContext connection) => throw NotHere();

    public override Task OnDisconnectedAsync(HubConnectionContext connection) => throw NotHere();

    static NotSupportedException NotHere() => new("The local SignalR service sends to everybody, to groups and to users only.");
}

/// <summary>A message is a request: the call fails when the service does not take it (<c>RestHubLifetimeManager</c> in Azure/azure-signalr).</summary>
sealed class TransientLink<T>(HubLifetimeManager<ClientHub<T>> service, Outage outage) : ServiceLink<TransientHub<T>, T>(service, outage)
    where T : class
{
    // One request a group or user; they fail together.
    protected override Task NotTaken(string method, int messages) => Task.FromException(
        messages == 1 ? Outage.Refusal() : new AggregateException(Enumerable.Range(0, messages).Select(_ => Outage.Refusal())));
}

/// <summary>
/// A message is written to a connection and never acknowledged: without a connection it is dropped with a warning, and the call succeeds.
/// </summary>
sealed partial class PersistentLink<T>(HubLifetimeManager<ClientHub<T>> service, Outage outage, ILogger<PersistentLink<T>> logger)
    : ServiceLink<PersistentHub<T>, T>(service, outage)
    where T : class
{
    protected override Task NotTaken(string method, int messages)
    {
        LogDropped(logger, method);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message '{Method}' is not sent, because all connections to the SignalR service are offline")]
    static partial void LogDropped(ILogger logger, string method);
}
