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
public sealed class StreamFaultTests
{
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
        var http = Request(JsonSerializer.SerializeToUtf8Bytes(Sent.Event("COPY")));
        await using var producer = new FailingProducer(fault);

        await (await Ingest(producer).RunAsync(http.Request, "session")).ExecuteAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
        var problem = JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement;
        Assert.Equal($"urn:proctoring:problem:{slug}", problem.Text("type"));
        Assert.Equal(status == 503, int.TryParse(http.Response.Headers.RetryAfter, out var seconds) && seconds > 0);
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

    static IngestEvents Ingest(EventHubProducerClient producer) => new(
        new EventStream(producer), new SessionRate(new LimitOptions(), TimeProvider.System), Measured.Nowhere(), TimeProvider.System);

    sealed class FailingProducer(Exception fault)
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public List<EventData> Held { get; } = [];

        public override Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
        {
            Held.AddRange(eventBatch);
            return Task.FromException(fault);
        }
    }
}
