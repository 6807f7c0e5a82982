using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;
using Proctoring.Local.SignalR;
using Proctoring.Testing;

namespace Proctoring.Local.Tests.SignalR;

public interface IChatClient
{
    [HubMethodName("said")]
    Task SaidAsync(Saying saying);
}

public sealed record Saying(string Who, int HowOften);

/// <summary>Opens up what a serverless hub keeps to itself.</summary>
sealed class Chat(IServiceProvider services) : ServerlessHub<IChatClient>(services)
{
    public new IHubClients<IChatClient> Clients => base.Clients;

    public new UserGroupManager UserGroups => base.UserGroups;

    public new ClientManager ClientManager => base.ClientManager;

    public async Task<(string Url, string Token)> NegotiateAsync(string? user, TimeSpan? lifetime = null)
    {
        var options = new NegotiationOptions { UserId = user };
        if (lifetime is { } limit) options.TokenLifetime = limit;
        var json = (await NegotiateAsync(options)).ToObjectFromJson<Dictionary<string, string>>()!;
        return (json["url"], json["accessToken"]);
    }

    public async Task<SignalRClient> ConnectAsync(string? user)
    {
        var (url, token) = await NegotiateAsync(user);
        return await SignalRClient.ConnectAsync(url, token);
    }
}

/// <summary>The same hub by another class, which is to reach the service in another way.</summary>
static class Lasting
{
    public sealed class Chat(IServiceProvider services) : ServerlessHub<IChatClient>(services)
    {
        public new IHubClients<IChatClient> Clients => base.Clients;
    }
}

/// <summary>Makes connections wait at the two points between their handshake and their being known.</summary>
sealed class SlowStart : IHubFilter
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    readonly TaskCompletionSource _joining = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the first connection is about to join a group.</summary>
    public Task Joining => _joining.Task;

    public void AddTo(IServiceCollection services)
    {
        services.Configure<HubOptions>(options => options.AddFilter(this));
        var groups = services.Last(service => service.ServiceType == typeof(IGroupManager)).ImplementationFactory!;
        services.AddSingleton<IGroupManager>(provider => new SlowGroups(this, (IGroupManager)groups(provider)));
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        await Task.Delay(Pause);
        await next(context);
    }

    sealed class SlowGroups(SlowStart start, IGroupManager groups) : IGroupManager
    {
        public async Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
        {
            start._joining.TrySetResult();
            await Task.Delay(Pause, cancellationToken);
            await groups.AddToGroupAsync(connectionId, groupName, cancellationToken);
        }

        public Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
            groups.RemoveFromGroupAsync(connectionId, groupName, cancellationToken);
    }
}

/// <summary>The SignalR part alone, on a port of its own.</summary>
sealed class SignalRHost : IAsyncDisposable
{
    readonly WebApplication _app;

    SignalRHost(WebApplication app) => _app = app;

    public Chat Chat => new(_app.Services);

    public Lasting.Chat LastingChat => new(_app.Services);

    /// <summary>Whether the service takes what it is given.</summary>
    public bool IsOut
    {
        set => _app.Services.GetRequiredService<Outage>().IsOn = value;
    }

    public MovableClock Clock => (MovableClock)_app.Services.GetRequiredService<TimeProvider>();

    /// <summary>A token that is genuine.</summary>
    public string TokenFor(string hub, string user) =>
        _app.Services.GetRequiredService<ClientTokens>().Issue(hub, user, TimeSpan.FromHours(1));

    public Uri Address => new(_app.Urls.Single());

    public static async Task<SignalRHost> StartAsync(string folder, SlowStart? slowStart = null, string? usualTransport = null)
    {
        var port = FreePort.Choose();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Configuration["AzureSignalRConnectionString"] =
            $"Endpoint=http://127.0.0.1:{port};AccessKey=0123456789abcdef0123456789abcdef;Version=1.0;";
        builder.Configuration["AzureSignalRServiceTransportType"] = usualTransport;
        var options = new LocalOptions { Port = port, DataFolder = folder };
        builder.Services.AddRoutingCore().AddLogging().AddSingleton(options).AddSingleton<TimeProvider, MovableClock>();
        var part = new SignalRPart();
        part.AddServices(builder, options);
        builder.Services.AddServerlessHub<Chat>(manager => manager.WithOptions(WriteAsOnTheWeb));
        builder.Services.AddServerlessHub<Lasting.Chat>(manager => manager.WithOptions(WriteAsOnTheWeb).WithOptions(
            options => options.ServiceTransportType = ServiceTransportType.Persistent));
        slowStart?.AddTo(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        part.MapEndpoints(app);
        await app.StartAsync();
        return new(app);
    }

    static void WriteAsOnTheWeb(ServiceManagerOptions options) =>
        options.UseJsonObjectSerializer(new JsonObjectSerializer(new(System.Text.Json.JsonSerializerDefaults.Web)));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
