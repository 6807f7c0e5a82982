using Azure.Messaging.EventHubs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>
/// Takes a candidate's events. It reads no storage: the session token says whose they are. What it answers 202 to is
/// durable on the stream; whether the session still takes events is decided where they are scored.
/// </summary>
sealed class IngestEvents(EventStream stream, SessionRate rate, Metrics metrics, TimeProvider clock)
{
    /// <summary>In bytes. A message on the stream holds 1 MiB with its envelope, for which this leaves 48 KB.</summary>
    const int LargestBody = 1_000_000;

    /// <summary>There is no time at which a session may send ordinary events again: agents should not ask often.</summary>
    static readonly TimeSpan FullRetryAfter = TimeSpan.FromMinutes(15);

    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    [Function(nameof(IngestEvents))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/events")] HttpRequest request, string id)
    {
        var events = 1; // that a failure from here on turns away, as far as is known
        try
        {
            var ticket = request.SessionTicket(id);
            Tracing.Concerns(ticket.SessionId, ticket.OrganizationId);
            if (rate.WaitOf(ticket.SessionId) is { Ticks: > 0 } wait) return Refuse(events, TooFast(wait));
            using var body = await RequestBody.ReadAsync(request, LargestBody, request.HttpContext.RequestAborted);
            var now = clock.GetUtcNow();
            var batch = EventReader.Check(body.Bytes.Span, now, onlyGrave: ticket.Full);
            wait = rate.Take(ticket.SessionId, batch.Accepted.Count + batch.Refused.Count, body.Bytes.Length);
            if (wait > TimeSpan.Zero) return Refuse(Math.Max(1, batch.Accepted.Count), TooFast(wait));
            if (batch.Refused.Count > 0) metrics.Refused(batch.Refused.Count, Problem.InvalidInput);
            events = batch.Accepted.Count;
            if (events == 0) return Refuse(batch, now);

            using var message = MessageBody.Of(batch, body.Bytes);
            var data = new StreamMessage(ticket.SessionId, ticket.OrganizationId, now, message.Bytes).ToEventData();
            var isSent = false;
            try
            {
                // Not cancelled when the client goes away: to give up half-way would save nothing.
                await stream.SendAsync(ticket.SessionId, data, CancellationToken.None);
                isSent = true;
            }
            catch (EventHubsException e) when (e.Reason == EventHubsException.FailureReason.MessageSizeExceeded)
            {
                return Refuse(events, Problem.TooLarge("The events are larger than the stream takes at once."));
            }
            catch (Exception e) when (e is EventHubsException { IsTransient: true } or TimeoutException or OperationCanceledException)
            {
                return Refuse(events, Problem.Unavailable(
                    RetryAfter, "The stream takes no events right now. Send them again, with the same ids."));
            }
            finally
            {
                // A try that was given up after its time may still be on its way out of these very bytes.
                if (!isSent)
                {
                    body.Abandon();
                    message.Abandon();
                }
            }

            metrics.Accepted(events);
            return IngestReply.Accept(batch, body.Bytes.Span, now);
        }
        catch (Exception e) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            metrics.Refused(events, ProblemMiddleware.Translate(e).Slug);
            throw;
        }
    }

    static ProblemException TooFast(TimeSpan wait) => Problem.TooMany(
        wait, "The session sends more events than it may. Send them again later, with the same ids: none of these was taken.");

    IResult Refuse(CheckedBatch batch, DateTimeOffset receivedAt)
    {
        if (batch.NotGrave > 0) return IngestReply.Full(batch, receivedAt, FullRetryAfter);
        if (batch.Fault is { } fault) metrics.Refused(1, fault.Kind is BatchFaultKind.TooMany ? Problem.TooLargeInput : Problem.InvalidInput);
        return IngestReply.Refuse(batch, receivedAt);
    }

    IResult Refuse(int events, ProblemException problem)
    {
        metrics.Refused(events, problem.Slug);
        return problem.ToResult();
    }
}
