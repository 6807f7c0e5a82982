using Microsoft.DurableTask;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Replay;

/// <summary>Repeats a failed call as its options say, waiting by durable timers only.</summary>
static class Retries
{
    public static async Task<string?> RunAsync(
        TaskOrchestrationContext context, TaskRetryOptions? options, Func<Task<string?>> call)
    {
        if (options is null) return await call();
        var begun = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (OpenTaskFailedException e) when (!e.Failure.NonRetriable)
            {
                if (options.Policy is { } policy)
                {
                    if (DelayAfter(attempt, policy, e.Failure, begun, context.CurrentUtcDateTime) is not { } delay) throw;
                    await context.CreateTimer(delay, CancellationToken.None);
                }
                else
                {
                    var retry = new RetryContext(
                        context, attempt, e.Failure.ToDetails(), context.CurrentUtcDateTime - begun, CancellationToken.None);
                    if (!await options.Handler!(retry)) throw;
                }
            }
        }
    }

    /// <returns>Null when there is no further attempt.</returns>
    static TimeSpan? DelayAfter(int attempt, RetryPolicy policy, Failure failure, DateTime begun, DateTime now)
    {
        if (attempt >= policy.MaxNumberOfAttempts || !policy.Handles(failure.ToDetails())) return null;
        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && now - begun >= policy.RetryTimeout) return null;
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return wait < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : longest;
    }
}
