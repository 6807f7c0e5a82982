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
        var tokens = new SessionTokens(new EphemeralDataProtectionProvider(), TimeProvider.System);
        var token = tokens.Issue(
            SessionId.Parse("session"), OrganizationId.Parse("org"), UserId.Parse("candidate"), DateTimeOffset.UtcNow.AddHours(1));
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton(tokens).BuildServiceProvider() };
        http.Request.Headers.Authorization = $"Bearer {token.Text}";
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Sent.Event("COPY")));
        http.Response.Body = new MemoryStream();
        await using var producer = new FailingProducer(fault);

        var result = await new IngestEvents(
            new EventStream(producer), new SessionRate(new LimitOptions(), TimeProvider.System), Measured.Nowhere(), TimeProvider.System).RunAsync(http.Request, "session");
        await result.ExecuteAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
        var problem = JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement;
        Assert.Equal($"urn:proctoring:problem:{slug}", problem.Text("type"));
        Assert.Equal(status == 503, int.TryParse(http.Response.Headers.RetryAfter, out var seconds) && seconds > 0);
    }

    [Fact]
    public async Task AClientThatGoesAwayDoesNotStopWhatIsBeingSent()
    {
        var tokens = new SessionTokens(new EphemeralDataProtectionProvider(), TimeProvider.System);
        var token = tokens.Issue(
            SessionId.Parse("session"), OrganizationId.Parse("org"), UserId.Parse("candidate"), DateTimeOffset.UtcNow.AddHours(1));
        using var gone = new CancellationTokenSource();
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(tokens).BuildServiceProvider(),
            RequestAborted = gone.Token,
        };
        http.Request.Headers.Authorization = $"Bearer {token.Text}";
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Sent.Event("COPY")));
        http.Response.Body = new MemoryStream();
        await using var producer = new WatchedProducer(gone);

        var result = await new IngestEvents(
            new EventStream(producer), new SessionRate(new LimitOptions(), TimeProvider.System), Measured.Nowhere(), TimeProvider.System)
            .RunAsync(http.Request, "session");

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

    sealed class FailingProducer(Exception fault)
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public override Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default) =>
            Task.FromException(fault);
    }
}
