using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

public sealed class ProducerTests : IAsyncLifetime
{
    TestHost _host = null!;

    string Connection => _host.Services.GetRequiredService<IConfiguration>()["EventHubConnection"]!;

    [Fact]
    public async Task SendsByConnectionStringAndByCredential()
    {
        await using var byString = new EventHubProducerClient(Connection, "events");
        await using var byToken = new EventHubProducerClient(byString.FullyQualifiedNamespace, "events", new NoToken());

        await byString.SendAsync([new EventData("1")], new SendEventOptions { PartitionId = "2" });
        await byToken.SendAsync([new EventData("2"), new EventData("3")], new SendEventOptions { PartitionId = "2" });

        var properties = await byToken.GetPartitionPropertiesAsync("2");
        Assert.Equal((0, 2, false), (properties.BeginningSequenceNumber, properties.LastEnqueuedSequenceNumber, properties.IsEmpty));
        Assert.Equal(("events", "2"), (properties.EventHubName, properties.Id));
        Assert.InRange(DateTimeOffset.UtcNow - properties.LastEnqueuedTime, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        // A hub's name is the same in capitals.
        await using var inCapitals = new EventHubProducerClient(Connection + ";EntityPath=EVENTS", "Events");
        Assert.Equal(2, (await inCapitals.GetPartitionPropertiesAsync("2")).LastEnqueuedSequenceNumber);
        await using var other = new EventHubProducerClient(Connection, "Other");
        await other.GetPartitionIdsAsync();
        Assert.True(Directory.Exists(Path.Combine(_host.Folder, "stream", "other")));
    }

    [Fact]
    public async Task TellsItsPartitions()
    {
        await using var client = new EventHubProducerClient(Connection, "events");

        Assert.Equal(["0", "1", "2", "3"], await client.GetPartitionIdsAsync());
        var hub = await client.GetEventHubPropertiesAsync();
        Assert.Equal(("events", 4), (hub.Name, hub.PartitionIds.Length));
        Assert.InRange(DateTimeOffset.UtcNow - hub.CreatedOn, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        var empty = await client.GetPartitionPropertiesAsync("0");
        Assert.Equal((true, -1), (empty.IsEmpty, empty.LastEnqueuedSequenceNumber));
    }

    [Fact]
    public async Task RefusesMoreThanAMegabyte()
    {
        await using var client = new EventHubProducerClient(Connection, "events");

        await client.SendAsync([new EventData(new byte[1_000_000])]);
        var e = await Assert.ThrowsAsync<EventHubsException>(() => client.SendAsync([new EventData(new byte[1024 * 1024])]));

        Assert.Equal((EventHubsException.FailureReason.MessageSizeExceeded, false), (e.Reason, e.IsTransient));
    }

    [Fact]
    public async Task RefusesAPartitionThatIsNotThereAndAKeyBesideAPartition()
    {
        await using var client = new EventHubProducerClient(Connection, "events");

        var e = await Assert.ThrowsAsync<EventHubsException>(() => client.SendAsync([new EventData("x")], new SendEventOptions { PartitionId = "4" }));
        Assert.Equal((EventHubsException.FailureReason.ResourceNotFound, false), (e.Reason, e.IsTransient));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.SendAsync([new EventData("x")], new SendEventOptions { PartitionId = "1", PartitionKey = "k" }));
    }

    [Fact]
    public async Task AnUnknownNamespaceIsATransientFault()
    {
        await using var client = new EventHubProducerClient("nowhere.servicebus.windows.net", "events", new NoToken());

        var e = await Assert.ThrowsAsync<EventHubsException>(() => client.SendAsync([new EventData("x")]));

        Assert.Equal((EventHubsException.FailureReason.ServiceCommunicationProblem, true), (e.Reason, e.IsTransient));
    }

    [Fact]
    public async Task AClosedClientSendsNothing()
    {
        var client = new EventHubProducerClient(Connection, "events");
        await client.DisposeAsync();

        var e = await Assert.ThrowsAsync<EventHubsException>(() => client.SendAsync([new EventData("x")]));

        Assert.Equal((EventHubsException.FailureReason.ClientClosed, false), (e.Reason, e.IsTransient));
    }

    [Fact]
    public async Task WhatTheStreamDoesNotTakeIsATransientFault()
    {
        var host = await TestHost.StartAsync();
        var connection = host.Services.GetRequiredService<IConfiguration>()["EventHubConnection"]!;
        await using var events = new EventHubProducerClient(connection, "events");
        await events.SendAsync([new EventData("x")]);
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "stream", "blocked"), "in the way of the hub's folder");
        await using var blocked = new EventHubProducerClient(connection, "blocked");
        var refused = await Assert.ThrowsAsync<EventHubsException>(() => blocked.SendAsync([new EventData("x")]));
        await host.DisposeAsync();
        var closed = await Assert.ThrowsAsync<EventHubsException>(() => events.SendAsync([new EventData("x")]));

        foreach (var e in new[] { refused, closed })
            Assert.Equal((EventHubsException.FailureReason.ServiceCommunicationProblem, true, e.InnerException!.Message), (e.Reason, e.IsTransient, e.Message));
        Assert.IsAssignableFrom<IOException>(refused.InnerException);
    }

    [Fact]
    public async Task ASendThatIsCancelledBeforehandSendsNothing()
    {
        await using var client = new EventHubProducerClient(Connection, "events");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.SendAsync([new EventData("x")], new SendEventOptions { PartitionId = "1" }, new CancellationToken(canceled: true)));
        await client.SendAsync([new EventData("y")], new SendEventOptions { PartitionId = "1" });

        Assert.Equal(0, (await client.GetPartitionPropertiesAsync("1")).LastEnqueuedSequenceNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EntityPath=events")]
    public void AConnectionStringNeedsItsEndpoint(string text) => Assert.ThrowsAny<SystemException>(() => new EventHubProducerClient(text, "events"));

    [Fact]
    public void AnEntityPathMustNameTheSameHub() =>
        Assert.Throws<ArgumentException>(() => new EventHubProducerClient(Connection + ";EntityPath=another", "events"));

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    sealed class NoToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;
    }
}
