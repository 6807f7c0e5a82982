using System.Net;
using Azure;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Grpc.Core;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class OutageTests
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        { new RequestFailedException(503, "busy"), true },
        { new RequestFailedException(0, "no answer"), true },
        { new RequestFailedException(408, "too slow"), true },
        { new RequestFailedException(429, "too many"), true },
        { new RequestFailedException(500, "broken"), true },
        { new RequestFailedException(403, "no role"), false },
        { new RequestFailedException(409, "taken"), false },
        { new RequestFailedException(499, "gone"), false },
        { new AggregateException(new RequestFailedException(503, "busy"), new TimeoutException()), true },
        { new AggregateException(new RequestFailedException(503, "busy"), new InvalidOperationException()), false },
        { new EventHubsException(true, "events", "throttled", EventHubsException.FailureReason.ServiceBusy), true },
        { new EventHubsException(false, "events", "gone", EventHubsException.FailureReason.ResourceNotFound), false },
        { new RpcException(new(StatusCode.Unknown, "Exception was thrown by handler.")), true },
        { new RpcException(new(StatusCode.Unavailable, "no host")), true },
        { new RpcException(new(StatusCode.Internal, "no storage")), true },
        { new RpcException(new(StatusCode.NotFound, "no instance")), false },
        { new TimeoutException(), true },
        { new TaskCanceledException(), true },
        { new IOException("the disk"), false },
        { new CredentialUnavailableException("the identity's endpoint does not answer"), true },
        { new InvalidOperationException(), false },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void WhatPassesByItselfIsAnOutageAndNoDefect(Exception failure, bool isOutage) =>
        Assert.Equal(isOutage, Outage.Is(failure));

    [Fact]
    public async Task WithoutStorageTheApplicationSaysSoAndRecovers()
    {
        await using var app = await TestApp.StartAsync(storageCanFail: true);
        var organization = await TestOrganization.CreateAsync(app);
        app.BeginStorageFault("absent");

        // The first that fails may have asked for the tables just before they were gone, and for something else after.
        var health = (await Eventually.GetAsync(
            () => app.Anonymous.GetAsync("/api/health"), reply => reply.Text.Contains("\"storage\":\"unhealthy\"", StringComparison.Ordinal)))
            .Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
        Assert.Equal("healthy", health.GetProperty("checks").GetProperty("stream").GetString());
        var reply = await organization.Admin.Api.GetAsync("/users");
        reply.ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(reply.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("127.0.0.1", reply.Text);
        Assert.DoesNotContain("Exception", reply.Text);

        app.EndStorageFault();
        await Eventually.GetAsync(() => organization.Admin.Api.GetAsync("/users"), reply => reply.Status == HttpStatusCode.OK);
        (await app.Anonymous.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WhoAsksForTheHealthIsAnsweredThoughStorageAnswersNothing()
    {
        await using var app = await TestApp.StartAsync(storageCanFail: true);
        app.BeginStorageFault("silent");

        // The SDK by itself would wait for minutes, and whoever asks would have gone away.
        var health = (await Eventually.GetAsync(
            () => app.Anonymous.GetAsync("/api/health").WaitAsync(TimeSpan.FromSeconds(30)),
            reply => reply.Text.Contains("\"storage\":\"unhealthy\"", StringComparison.Ordinal)))
            .Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("healthy", health.GetProperty("checks").GetProperty("stream").GetString());

        app.EndStorageFault();
        await Eventually.GetAsync(() => app.Anonymous.GetAsync("/api/health"), reply => reply.Status == HttpStatusCode.OK);
    }
}
