using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Azure.SignalR.Management;
using Proctoring.Domain;

namespace Proctoring.Functions.Realtime;

/// <summary>
/// The hub; the class's name is the hub's name, in lower case <c>proctoring</c>. Clients are connected to the SignalR
/// service, not to this application, and are only sent to: what they have to say, they say over HTTP.
/// </summary>
/// <remarks>
/// A call is a request to the service and throws when the service does not take it. So what must arrive goes this way, and the health check asks this way:
/// see <see cref="News"/> for the other.
/// </remarks>
sealed class Proctoring(IServiceProvider services) : ServerlessHub<IProctoringClient>(services)
{
    public new IHubClients<IProctoringClient> Clients => base.Clients;

    public new UserGroupManager UserGroups => base.UserGroups;

    public new ClientManager ClientManager => base.ClientManager;

    /// <summary>UTF-8 JSON <c>{url, accessToken}</c> for a connection of this user.</summary>
    public Task<BinaryData> NegotiateAsync(UserId user) => NegotiateAsync(new NegotiationOptions { UserId = user.Value });
}

/// <summary>
/// The same hub again, since it is the class's name alone that counts, for what the next message replaces: over connections that stay open, where a message
/// costs no request of its own. When they are down the SDK drops what it is given with a warning, and the call succeeds all the same.
/// </summary>
static class News
{
    public sealed class Proctoring(IServiceProvider services) : ServerlessHub<IProctoringClient>(services)
    {
        public new IHubClients<IProctoringClient> Clients => base.Clients;
    }
}
