using System.Buffers;
using System.Text.Json;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Telemetry;
using Reason = Azure.Messaging.EventHubs.EventHubsException.FailureReason;

namespace Proctoring.Functions.Tests.Events;

/// <summary>What a client is told when the stream does not take its events; below the HTTP surface, where it can be provoked.</summary>
public sealed class StreamFaultTests : IDisposable
{
    readonly Measured _measured = new();
    readonly Proctoring.Testing.StandingClock _clock = new(DateTimeOffset.UtcNow);

    public void Dispose() => _measured.Dispose();

    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new EventHubsException(true, "events", "busy", Reason.ServiceBusy), 503, "unavailable" },
        { new EventHubsException(true, "events", "slow", Reason.ServiceTimeout), 503, "unavailable" },
        { new TimeoutException(), 503, "unavailable" },
        { new TaskCanceledException(), 503, "unavailable" },
        { new EventHubsException(false, "events", "large", Reason.MessageSizeExceeded), 413, "too-large" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task NothingIsAcceptedThatTheStreamDidNotTake(Exception fault, int status, string slug)
    {
        var http = Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Batch(Sent.Event("COPY"), Sent.Event("COPY"), Sent.Event("COPY"))));
        await using var producer = new FailingProducer(fault);

        await (await Ingest(producer).RunAsync(http.Request, "session")).ExecuteAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
        var problem = JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement;
        Assert.Equal($"urn:proctoring:problem:{slug}", problem.Text("type"));
        Assert.Equal(status == 503 ? "5" : null, http.Response.Headers.RetryAfter);
        Assert.Equal([3], _measured.Values("proctoring.events.refused", $"reason={slug}"));
        Assert.Empty(_measured.Values("proctoring.events.accepted"));
    }

    [Fact]
    public async Task AFaultThatDoesNotPassIsNotCalledOne()
    {
        await using var producer = new FailingProducer(new EventHubsException(false, "events", "no such hub", Reason.ResourceNotFound));
        await Assert.ThrowsAsync<EventHubsException>(() => Ingest(producer).RunAsync(Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Event("COPY"))).Request, "session"));
    }

    [Fact]
    public async Task AMessageSaysWhoseItIsAndWhenItCameAndStaysInItsSessionsPartition()
    {
        var http = Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Batch(Sent.Event("COPY", id: "a"), Sent.Event("NONE"), Sent.Event("PASTE", id: "b"))));
        await using var producer = new FailingProducer(null);

        await (await Ingest(producer).RunAsync(http.Request, "session")).ExecuteAsync(http);

        Assert.Equal("session", producer.PartitionKey);
        Assert.True(StreamMessage.TryRead(Assert.Single(producer.Held), out var message, out _));
        Assert.Equal((SessionId.Parse("session"), OrganizationId.Parse("org")), (message.Session, message.Organization));
        var reply = JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement;
        Assert.Equal(message.ReceivedAt, reply.GetProperty("receivedAt").GetDateTimeOffset());
        Assert.Equal(["a", "b"], Domain.Events.EventReader.ReadArray(message.Events).Accepted.Select(accepted => accepted.Event.Id.Value));
        Assert.Equal(("application/json", http.Response.Body.Length), (http.Response.ContentType, http.Response.ContentLength));
        Assert.Equal([2], _measured.Values("proctoring.events.accepted"));
        Assert.Equal([1], _measured.Values("proctoring.events.refused", "reason=invalid-input"));
    }

    [Fact]
    public async Task WhoeverSendsTooMuchIsTurnedAwayWholeAndThenUnread()
    {
        await using var producer = new FailingProducer(null);
        var ingest = new IngestEvents(
            new EventStream(producer), new SessionRate(new LimitOptions { SessionEventsPerSecond = 1, SessionEventsBurst = 3 }, _clock), _measured.Metrics, _clock);
        Assert.Equal(202, await AskAsync(Of(2)));
        Assert.Equal(429, await AskAsync(Of(2)));
        Assert.Equal(202, await AskAsync(Of(1)));
        Assert.Equal(429, await AskAsync(new UnreadableBody()));

        Assert.Equal([2, 1], _measured.Values("proctoring.events.refused", "reason=too-many"));
        Assert.Equal([2, 1], _measured.Values("proctoring.events.accepted"));
        Assert.Equal(2, producer.Held.Count);

        static MemoryStream Of(int events) =>
            new(JsonSerializer.SerializeToUtf8Bytes(Sent.Batch(Enumerable.Range(0, events).Select(_ => Sent.Event("COPY")))));

        async Task<int> AskAsync(Stream body)
        {
            var http = Request([]);
            http.Request.Body = body;
            await (await ingest.RunAsync(http.Request, "session")).ExecuteAsync(http);
            return http.Response.StatusCode;
        }
    }

    [Fact]
    public async Task AClientThatGoesAwayDoesNotStopWhatIsBeingSent()
    {
        using var gone = new CancellationTokenSource();
        var http = Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Event("COPY")));
        http.RequestAborted = gone.Token;
        await using var producer = new WatchedProducer(gone);

        var result = await Ingest(producer).RunAsync(http.Request, "session");

        Assert.IsType<IngestReply>(result);
        Assert.False(producer.WasCancelled);
    }

    /// <summary>Its caller's client goes away while it sends.</summary>
    sealed class WatchedProducer(CancellationTokenSource client)
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public bool WasCancelled { get; private set; }

        public override async Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
        {
            await client.CancelAsync();
            WasCancelled = cancellationToken.IsCancellationRequested;
        }
    }

    /// <summary>The client keeps what it could not send in time, and may send it yet; what it reads must not be another request's by then.</summary>
    [Theory]
    [InlineData("COPY")]
    [InlineData("COPY", "NONE")]
    public async Task WhatWasGivenUpStaysAsItWasWhileTheClientHoldsIt(params string[] types)
    {
        var http = Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Batch(types.Select(type => Sent.Event(type).With("label", new string('x', 150))))));
        await using var producer = new FailingProducer(new TimeoutException());

        await Ingest(producer).RunAsync(http.Request, "session");

        var held = Assert.Single(producer.Held).EventBody.ToMemory();
        var before = held.ToArray();
        for (var size = 16; size <= 1 << 20; size *= 2)
            foreach (var array in Enumerable.Range(0, 64).Select(_ => ArrayPool<byte>.Shared.Rent(size)).ToList())
                Array.Fill(array, (byte)'!');
        Assert.Equal(before, held.ToArray());
    }

    static DefaultHttpContext Request(byte[] body)
    {
        var tokens = new SessionTokens(new EphemeralDataProtectionProvider(), TimeProvider.System);
        var token = tokens.Issue(
            SessionId.Parse("session"), OrganizationId.Parse("org"), UserId.Parse("candidate"), DateTimeOffset.UtcNow.AddHours(1));
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton(tokens).BuildServiceProvider() };
        http.Request.Headers.Authorization = $"Bearer {token.Text}";
        http.Request.Body = new MemoryStream(body);
        http.Response.Body = new MemoryStream();
        return http;
    }

    IngestEvents Ingest(EventHubProducerClient producer) => new(
        new EventStream(producer), new SessionRate(new LimitOptions(), TimeProvider.System), _measured.Metrics, TimeProvider.System);

    sealed class UnreadableBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Nobody should read this.");
    }

    sealed class FailingProducer(Exception? fault)
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public List<EventData> Held { get; } = [];

        public string? PartitionKey { get; private set; }

        public override Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
        {
            Held.AddRange(eventBatch);
            PartitionKey = options.PartitionKey;
            return fault is null ? Task.CompletedTask : Task.FromException(fault);
        }
    }
}
