using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Turns what an HTTP function throws into problem details. Other functions' exceptions pass through: their
/// triggers' retry policies need them.
/// </summary>
sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception thrown) when (context.GetHttpContext() is { } http)
        {
            var e = Unwrap(thrown);
            if (http.RequestAborted.IsCancellationRequested)
            {
                // Nobody is there to be told: a candidate closed the lid in the middle of a request. What left this step would be
                // a failed invocation.
                if (e is not (OperationCanceledException or IOException) && Translate(e).Status == StatusCodes.Status500InternalServerError)
                    Log.Failed(logger, context.FunctionDefinition.Name, e);
                return;
            }
            if (http.Response.HasStarted)
            {
                // Too late for another reply; the host aborts the response, so that the client notices.
                Log.FailedWhileReplying(logger, context.FunctionDefinition.Name, e);
                throw;
            }
            var problem = Translate(e);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
                Log.Failed(logger, context.FunctionDefinition.Name, e);
            http.Response.Clear();
            SecurityHeaders.AddTo(http.Response);
            // Written here and not left to the result's value: that is how the platform wants middleware to reply.
            await problem.ToResult().ExecuteAsync(http);
        }
    }

    /// <summary>
    /// What a function threw. The worker gives an asynchronous function's exception inside an <see cref="AggregateException"/> unless an executor was
    /// generated for its class, which must be public for that (see FunctionsEnableExecutorSourceGen in Functions.csproj); this meets both.
    /// </summary>
    public static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var only] } ? Unwrap(only) : exception;

    /// <summary>What the client is told.</summary>
    public static ProblemException Translate(Exception exception) => Unwrap(exception) switch
    {
        ProblemException problem => problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem.TooLarge("The request body is too large."),
        BadHttpRequestException => Problem.Invalid("body", "could not be read"),
        _ when Outage.Is(exception) => Problem.Unavailable(),
        _ => new(StatusCodes.Status500InternalServerError, "internal", "Something went wrong",
            "The request failed through no fault of yours."),
    };

    static partial class Log
    {
        [LoggerMessage(600, LogLevel.Error, "{Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(601, LogLevel.Error, "{Function} failed while its reply was being written")]
        public static partial void FailedWhileReplying(ILogger logger, string function, Exception exception);
    }
}
