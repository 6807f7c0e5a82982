using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Host;

/// <summary>Runs an invocation as often as the function's retry attribute says.</summary>
sealed partial class RetryPolicy(FunctionInvoker invoker, TimeProvider clock, ILogger<RetryPolicy> logger)
{
    /// <returns>False if the last attempt failed, too; the failure is logged.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was signalled between two attempts.</exception>
    /// <param name="function">The function to run.</param>
    /// <param name="triggerValue">As for the invoker.</param>
    /// <param name="bindingData">As for the invoker.</param>
    /// <param name="stopping">No further attempt is made once this is signalled.</param>
    /// <param name="cancellation">Given to the function.</param>
    public async Task<bool> TryRunAsync(
        LocalFunction function,
        object? triggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken stopping,
        CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var retry = function.Retry is { } policy ? new LocalRetryContext(attempt, policy.MaxRetryCount) : null;
                await invoker.InvokeAsync(function, triggerValue, bindingData, retry, cancellation);
                return true;
            }
            catch (Exception e) when (stopping.IsCancellationRequested && e.GetBaseException() is OperationCanceledException)
            {
                // The function's own: the worker reports an exception with a cancellation in it as cancelled, not as failed.
                throw new OperationCanceledException(e.Message, e, stopping);
            }
            catch (Exception e)
            {
                if (function.Retry is not { } policy || policy.MaxRetryCount >= 0 && attempt >= policy.MaxRetryCount)
                {
                    Log.Failed(logger, function.Name, e);
                    return false;
                }
                var delay = Delay(policy, attempt);
                Log.TryingAgain(logger, function.Name, attempt + 1, delay, attempt == 0 ? e : null, e.Message);
                await Task.Delay(delay, clock, stopping);
            }
        }
    }

    static TimeSpan Delay(RetryAttribute policy, int attempt) => policy switch
    {
        FixedDelayRetryAttribute @fixed => @fixed.Delay,
        ExponentialBackoffRetryAttribute exponential => Backoff(exponential, attempt),
        _ => throw new NotSupportedException($"{policy.GetType()} is not a retry policy."),
    };

    // Doubles from the minimum, up to a fifth more or less by chance, within the two limits.
    static TimeSpan Backoff(ExponentialBackoffRetryAttribute policy, int attempt)
    {
        var first = Math.Max(policy.Minimum.Ticks, TimeSpan.TicksPerMillisecond);
        var ticks = first * Math.Pow(2, Math.Min(attempt, 40)) * (0.8 + 0.4 * Random.Shared.NextDouble());
        return TimeSpan.FromTicks((long)Math.Clamp(ticks, policy.Minimum.Ticks, policy.Maximum.Ticks));
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} failed, attempt {Attempt}; the next one in {Delay}: {Reason}")]
        public static partial void TryingAgain(ILogger logger, string function, int attempt, TimeSpan delay, Exception? exception, string reason);
    }
}
