using Azure;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Grpc.Core;

namespace Proctoring.Functions.Platform;

/// <summary>What passes by itself and is no defect.</summary>
static class Outage
{
    /// <summary>Whether a service that we depend on does not answer or asks us to come back later.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        // Status 0: no answer at all.
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        EventHubsException { IsTransient: true } => true,
        // The orchestrations' host is not there, or its storage is not: it lets the storage's exceptions out unmapped.
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown } => true,
        // The identity's endpoint gives no token just now.
        AuthenticationFailedException => true,
        // The SDKs' way to tell that every one of several tries failed.
        AggregateException several => several.InnerExceptions.All(Is),
        // The client's own going away is not among them: what is left is an SDK's timeout, or this instance is told to stop.
        TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
