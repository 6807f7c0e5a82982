using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Realtime;
using Proctoring.Local.SignalR;

namespace Proctoring.Functions.Tests.Realtime;

/// <summary>A SignalR service that is there and takes no message, ever.</summary>
sealed class SilentService : ServiceHubContext<IProctoringClient>, IHubClients<IProctoringClient>, IProctoringClient
{
    readonly TaskCompletionSource _never = new();
    int _asked;

    /// <summary>How many messages it was given.</summary>
    public int Asked => _asked;

    public override IHubClients<IProctoringClient> Clients => this;

    public override UserGroupManager UserGroups => throw new NotSupportedException();

    public override ClientManager ClientManager => throw new NotSupportedException();

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

    public IProctoringClient Group(string groupName) => this;

    public IProctoringClient GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => this;

    public IProctoringClient Groups(IReadOnlyList<string> groupNames) => this;

    public IProctoringClient User(string userId) => this;

    public IProctoringClient Users(IReadOnlyList<string> userIds) => this;

    public Task AlertAsync(AlertMessage message) => NeverAsync();

    public Task ResolvedAsync(ResolvedMessage message) => NeverAsync();

    public Task ActivityAsync(ActivityMessage message) => NeverAsync();

    public Task ScoreAsync(ScoreMessage message) => NeverAsync();

    public Task SessionAsync(SessionMessage message) => NeverAsync();

    public Task AckAsync(AckMessage message) => NeverAsync();

    public Task ReportAsync(ReportMessage message) => NeverAsync();

    Task NeverAsync()
    {
        Interlocked.Increment(ref _asked);
        return _never.Task;
    }
}
