using System.Net;
using Azure.Core.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Testing;

namespace Proctoring.Local.Tests.SignalR;

public sealed class LocalSignalRTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("signalr").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AMessageToAUserReachesAllItsConnectionsInCamelCase()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var one = await host.Chat.ConnectAsync("ann");
        await using var two = await host.Chat.ConnectAsync("ann");
        await using var other = await host.Chat.ConnectAsync("bob");

        await host.Chat.Clients.User("ann").SaidAsync(new("eve", 3));
        await host.Chat.Clients.User("bob").SaidAsync(new("eve", 4));

        foreach (var client in new[] { one, two })
            Assert.Equal("""{"who":"eve","howOften":3}""", (await client.WaitForAsync("said")).GetRawText());
        Assert.Equal(4, (await other.WaitForAsync("said")).GetProperty("howOften").GetInt32());
        Assert.Single(other.Messages);
        await host.Chat.Clients.Users(["ann", "bob"]).SaidAsync(new("all", 5));
        foreach (var client in new[] { one, two, other }) await client.WaitForAsync("said", said => said.GetProperty("howOften").GetInt32() == 5);
    }

    [Fact]
    public async Task ANobodyHearsWhatIsSaidToEverybody()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var client = await host.Chat.ConnectAsync(null);

        await host.Chat.Clients.User("").SaidAsync(new("nobody", 1));
        await host.Chat.Clients.All.SaidAsync(new("everybody", 1));

        Assert.Equal("everybody", (await client.WaitForAsync("said")).GetProperty("who").GetString());
    }

    [Fact]
    public async Task AUsersGroupsHoldForConnectionsNowAndLater()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var before = await host.Chat.ConnectAsync("ann");
        await host.Chat.UserGroups.AddToGroupAsync("ann", "room");
        await using var after = await host.Chat.ConnectAsync("ann");
        await using var stranger = await host.Chat.ConnectAsync("bob");

        await host.Chat.Clients.Group("room").SaidAsync(new("eve", 1));
        await host.Chat.Clients.All.SaidAsync(new("end", 0));

        foreach (var client in new[] { before, after })
            await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "eve");
        await stranger.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Single(stranger.Messages);
    }

    [Fact]
    public async Task AClientHearsEverythingFromItsHandshakeOn()
    {
        await using var host = await SignalRHost.StartAsync(_folder, new SlowStart());
        await host.Chat.UserGroups.AddToGroupAsync("ann", "before");
        await using var client = await host.Chat.ConnectAsync("ann");
        await host.Chat.Clients.Group("before").SaidAsync(new("before", 1));
        await host.Chat.UserGroups.AddToGroupAsync("ann", "after");
        await host.Chat.Clients.Group("after").SaidAsync(new("after", 1));
        await host.Chat.Clients.User("ann").SaidAsync(new("end", 1));

        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Equal(["before", "after", "end"], client.Messages.Select(message => message.Payload.GetProperty("who").GetString()));
    }

    [Fact]
    public async Task WhoLeavesAGroupWhileConnectingHearsNothingMore()
    {
        var start = new SlowStart();
        await using var host = await SignalRHost.StartAsync(_folder, start);
        await host.Chat.UserGroups.AddToGroupAsync("ann", "room");
        var connecting = host.Chat.ConnectAsync("ann");
        await start.Joining;
        await host.Chat.UserGroups.RemoveFromGroupAsync("ann", "room");
        await using var client = await connecting;
        await host.Chat.Clients.Group("room").SaidAsync(new("room", 1));
        await host.Chat.Clients.User("ann").SaidAsync(new("end", 0));

        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Single(client.Messages);
    }

    [Fact]
    public async Task WhoIsRemovedFromAGroupHearsNothingMore()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var client = await host.Chat.ConnectAsync("ann");
        await host.Chat.UserGroups.AddToGroupAsync("ann", "room");
        await host.Chat.UserGroups.AddToGroupAsync("ann", "hall");
        Assert.True(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));

        await host.Chat.UserGroups.RemoveFromGroupAsync("ann", "room");
        Assert.False(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));
        await host.Chat.Clients.Groups(["room"]).SaidAsync(new("room", 1));
        await host.Chat.Clients.Groups(["hall"]).SaidAsync(new("hall", 1));
        await host.Chat.UserGroups.RemoveFromAllGroupsAsync("ann");
        await host.Chat.Clients.Group("hall").SaidAsync(new("hall", 2));
        await host.Chat.Clients.User("ann").SaidAsync(new("end", 0));

        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Equal(["hall", "end"], client.Messages.Select(message => message.Payload.GetProperty("who").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    public async Task ATokenOfSomebodyElseIsRefused(string token)
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, _) = await host.Chat.NegotiateAsync("ann");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SignalRClient.ConnectAsync(url, token));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task AChangedTokenIsRefused()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, token) = await host.Chat.NegotiateAsync("ann");
        var parts = token.Split('.');
        var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(
            System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace("ann", "bob")));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => SignalRClient.ConnectAsync(url, $"{parts[0]}.{forged}.{parts[2]}"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task AnExpiredTokenIsRefused()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, token) = await host.Chat.NegotiateAsync("ann", TimeSpan.FromMinutes(5));
        var (_, usual) = await host.Chat.NegotiateAsync("ann");
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SignalRClient.ConnectAsync(url, token));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(53));
        await using (await SignalRClient.ConnectAsync(url, usual))
        {
        }
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<HttpRequestException>(() => SignalRClient.ConnectAsync(url, usual));
    }

    [Fact]
    public async Task ATokenIsGoodForItsHubAlone()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, _) = await host.Chat.NegotiateAsync("ann");
        await using (await SignalRClient.ConnectAsync(url, host.TokenFor("chat", "ann")))
        {
        }
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SignalRClient.ConnectAsync(url, host.TokenFor("other", "ann")));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task AHubThatIsNotRegisteredIsUnknown()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, token) = await host.Chat.NegotiateAsync("ann");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => SignalRClient.ConnectAsync(url.Replace("hub=chat", "hub=other", StringComparison.Ordinal), token));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task ABrowserMayComeFromAnyOrigin()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, _) = await host.Chat.NegotiateAsync("ann");
        using var http = new HttpClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, url.Replace("/client/", "/client/negotiate", StringComparison.Ordinal));
        preflight.Headers.Add("Origin", "https://exam.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with");
        using var reply = await http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal("https://exam.example", reply.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", reply.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        Assert.Equal("POST", reply.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("authorization,x-requested-with", reply.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal("Origin", reply.Headers.GetValues("Vary").Single());
        using var request = new HttpRequestMessage(HttpMethod.Post, preflight.RequestUri) { Headers = { { "Origin", "https://exam.example" } } };
        using var refused = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Unauthorized, "https://exam.example"), (refused.StatusCode, refused.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }

    [Fact]
    public async Task AUserExistsWhileConnected()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        Assert.False(await host.Chat.ClientManager.UserExistsAsync("ann"));
        var client = await host.Chat.ConnectAsync("ann");
        Assert.True(await host.Chat.ClientManager.UserExistsAsync("ann"));
        await client.DisposeAsync();
        for (var i = 0; i < 6_000 && await host.Chat.ClientManager.UserExistsAsync("ann"); i++) await Task.Delay(10);
        Assert.False(await host.Chat.ClientManager.UserExistsAsync("ann"));
    }

    [Fact]
    public void AHubMadeBeforeTheStartSaysSo()
    {
        using var services = new ServiceCollection()
            .AddServerlessHub<Chat>(manager => manager.WithOptions(
                options => options.UseJsonObjectSerializer(new JsonObjectSerializer())))
            .BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => new Chat(services).Clients);
    }

    [Fact]
    public async Task ASlowClientDoesNotHoldUpTheSender()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        var (url, token) = await host.Chat.NegotiateAsync("ann");
        await using var client = await SignalRClient.ConnectAsync(url, token);
        client.StopReading();
        var big = new Saying(new string('x', 100_000), 1);
        for (var i = 0; i < 200; i++)
            await host.Chat.Clients.User("ann").SaidAsync(big).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
