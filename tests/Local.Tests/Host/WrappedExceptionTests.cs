using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Tests.Host;

/// <summary>What comes out of a function that throws.</summary>
public sealed class WrappedExceptionTests
{
    /// <summary>In the real worker only what a method throws before it has made a task comes as it was thrown.</summary>
    [Theory]
    [InlineData("task", "AggregateException > InvalidTimeZoneException")]
    [InlineData("result", "AggregateException > InvalidTimeZoneException")]
    [InlineData("cancelled", "AggregateException > TaskCanceledException")]
    [InlineData("early-task", "AggregateException > InvalidTimeZoneException")]
    [InlineData("early-result", "InvalidTimeZoneException")]
    [InlineData("at-once", "InvalidTimeZoneException")]
    public async Task AStepSeesAnAsynchronousFunctionsExceptionInsideAnother(string function, string seen)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(async (context, next) =>
            {
                try
                {
                    await next();
                }
                catch (Exception e)
                {
                    await context.GetHttpContext()!.Response.WriteAsync(
                        e.InnerException is { } inner ? $"{e.GetType().Name} > {inner.GetType().Name}" : e.GetType().Name);
                }
            });
        }), typeof(Throwing));

        Assert.Equal(seen, await host.Client.GetStringAsync($"/api/{function}"));
    }

    sealed class Throwing
    {
        [Function("Task")]
        public async Task AsTask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "task")] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidTimeZoneException();
        }

        [Function("Result")]
        public async Task<IResult> AsResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "result")] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidTimeZoneException();
        }

        [Function("Cancelled")]
        public Task<IResult> Cancelled([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cancelled")] HttpRequest request) =>
            Task.FromCanceled<IResult>(new CancellationToken(canceled: true));

        [Function("EarlyTask")]
        public Task EarlyTask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "early-task")] HttpRequest request) =>
            throw new InvalidTimeZoneException();

        [Function("EarlyResult")]
        public Task<IResult> EarlyResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "early-result")] HttpRequest request) =>
            throw new InvalidTimeZoneException();

        [Function("AtOnce")]
        public IResult AtOnce([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "at-once")] HttpRequest request) =>
            throw new InvalidTimeZoneException();
    }
}
