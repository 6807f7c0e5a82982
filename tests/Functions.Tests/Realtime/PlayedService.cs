using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Realtime;
using Proctoring.Local.SignalR;

namespace Proctoring.Functions.Tests.Realtime;

/// <summary>A SignalR service in the test's own hands.</summary>
abstract class PlayedService : ServiceHubContext<IProctoringClient>, IHubClients<IProctoringClient>, IProctoringClient
{
    public override IHubClients<IProctoringClient> Clients => this;

    public override UserGroupManager UserGroups => throw new NotSupportedException();

    public override ClientManager ClientManager => throw new NotSupportedException();

    /// <summary>Whom the message that is on its way goes to: groups by their names, or a user.</summary>
    protected string Addressee { get; private set; } = "";

    /// <summary>What the hub finds its connection to the service in.</summary>
    public ServiceProvider ToServices()
    {
        var contexts = new HubContexts();
        contexts.Add(typeof(Functions.Realtime.Proctoring), this);
        contexts.Add(typeof(News.Proctoring), this);
        return new ServiceCollection().AddSingleton(contexts).BuildServiceProvider();
    }

    public override ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions? negotiationOptions = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IProctoringClient All => this;

    public IProctoringClient AllExcept(IReadOnlyList<string> excludedConnectionIds) => this;

    public IProctoringClient Client(string connectionId) => this;

    IProctoringClient IHubClients<IProctoringClient>.Clients(IReadOnlyList<string> connectionIds) => this;

    public IProctoringClient Group(string groupName) => To(groupName);

    public IProctoringClient GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => this;

    public IProctoringClient Groups(IReadOnlyList<string> groupNames) => To(string.Join(' ', groupNames));

    public IProctoringClient User(string userId) => To($"user {userId}");

    public IProctoringClient Users(IReadOnlyList<string> userIds) => this;

    public Task AlertAsync(AlertMessage message) => TakeAsync(message);

    public Task ResolvedAsync(ResolvedMessage message) => TakeAsync(message);

    public Task ActivityAsync(ActivityMessage message) => TakeAsync(message);

    public Task ScoreAsync(ScoreMessage message) => TakeAsync(message);

    public Task SessionAsync(SessionMessage message) => TakeAsync(message);

    public Task AckAsync(AckMessage message) => TakeAsync(message);

    public Task ReportAsync(ReportMessage message) => TakeAsync(message);

    PlayedService To(string addressee)
    {
        Addressee = addressee;
        return this;
    }

    /// <summary>What it does with a message, to whomever it goes.</summary>
    protected abstract Task TakeAsync(object message);
}
