using System.Net;
using System.Net.Http.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Local.Tests.SignalR;

/// <summary>The two ways to the service, and what becomes of a message that it does not take.</summary>
public sealed class TransportTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("signalr").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task BothReachTheClientsOfTheOneHub()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var client = await host.Chat.ConnectAsync("ann");

        await host.Chat.Clients.User("ann").SaidAsync(new("request", 1));
        await host.LastingChat.Clients.User("ann").SaidAsync(new("connection", 2));

        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "request");
        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "connection");
    }

    [Fact]
    public async Task ARequestThatIsNotTakenFails()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        host.IsOut = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.Clients.User("ann").SaidAsync(new("eve", 1)));
        var several = await Assert.ThrowsAsync<AggregateException>(() => host.Chat.Clients.Groups(["room", "hall"]).SaidAsync(new("eve", 1)));
        Assert.Equal(2, several.InnerExceptions.Count);
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.Clients.All.SaidAsync(new("eve", 1)));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.Clients.Group("room").SaidAsync(new("eve", 1)));
        several = await Assert.ThrowsAsync<AggregateException>(() => host.Chat.Clients.Users(["ann", "bob", "cy"]).SaidAsync(new("eve", 1)));
        Assert.Equal(3, several.InnerExceptions.Count);
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.UserGroups.AddToGroupAsync("ann", "room"));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.UserGroups.RemoveFromGroupAsync("ann", "room"));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.UserGroups.RemoveFromAllGroupsAsync("ann"));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.UserGroups.IsUserInGroup("ann", "room"));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Chat.ClientManager.UserExistsAsync("ann"));

        host.IsOut = false;
        await host.Chat.Clients.User("ann").SaidAsync(new("eve", 2));
    }

    [Fact]
    public async Task WhatGoesOverAConnectionThatIsDownIsLostAndReportedAsSent()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var client = await host.Chat.ConnectAsync("ann");
        host.IsOut = true;
        await host.LastingChat.Clients.User("ann").SaidAsync(new("lost", 1));
        await host.LastingChat.Clients.Groups(["room", "hall"]).SaidAsync(new("lost", 2));
        await host.LastingChat.Clients.All.SaidAsync(new("lost", 3));
        await host.LastingChat.Clients.Users(["ann"]).SaidAsync(new("lost", 4));
        host.IsOut = false;
        await host.Chat.Clients.User("ann").SaidAsync(new("end", 0));

        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Single(client.Messages);
    }

    [Fact]
    public async Task ASettingSaysTheWayOfAHubThatDoesNotSayItsOwn()
    {
        await using var host = await SignalRHost.StartAsync(_folder, usualTransport: "Persistent");
        host.IsOut = true;

        await host.Chat.Clients.User("ann").SaidAsync(new("lost", 1));
    }

    [Fact]
    public async Task AnOutageIsBegunAndEndedByItsAddress()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var available in new[] { false, true })
        {
            using var changed = await http.PostAsJsonAsync("/local/signalr", new { available });
            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
            Assert.Equal($$"""{"available":{{(available ? "true" : "false")}}}""", await http.GetStringAsync("/local/signalr"));
            Assert.Equal(available, await Record.ExceptionAsync(() => host.Chat.Clients.User("ann").SaidAsync(new("eve", 1))) is null);
        }
        using var text = await http.PostAsync("/local/signalr", new StringContent("""{"available":false}"""));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
    }

    [Fact]
    public void ThereIsRoomForOneHub()
    {
        var services = new ServiceCollection().AddServerlessHub<Chat>(Write);

        Assert.Throws<NotSupportedException>(() => services.AddServerlessHub<Another>(Write));

        static void Write(Microsoft.Azure.SignalR.Management.ServiceManagerBuilder manager) =>
            manager.WithOptions(options => options.UseJsonObjectSerializer(new JsonObjectSerializer()));
    }

    sealed class Another(IServiceProvider services) : ServerlessHub<IChatClient>(services);
}
