using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Tests.Host;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task StepsRunInTheOrderTheyWereAddedAroundTheFunction()
    {
        var steps = new List<string>();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(steps);
            builder.UseMiddleware<First>();
            builder.UseMiddleware(async (_, next) =>
            {
                steps.Add("second in");
                await next();
                steps.Add("second out");
            });
            builder.UseWhen<OnlySometimes>(context => context.FunctionDefinition.Name == "Other");
        }), typeof(Functions));

        Assert.Equal("done", await host.Client.GetStringAsync("/api/function"));

        Assert.Equal(["first in", "second in", "function", "second out", "first out"], steps);
    }

    [Fact]
    public async Task AConditionalStepRunsForItsFunctions()
    {
        var steps = new List<string>();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(steps);
            builder.UseWhen<OnlySometimes>(context => context.FunctionDefinition.Name == "Other");
        }), typeof(Functions));

        await host.Client.GetAsync("/api/other");
        await host.Client.GetAsync("/api/function");

        Assert.Equal(["sometimes", "other", "function"], steps);
    }

    [Fact]
    public async Task AStepTurnsAnExceptionIntoAnAnswer()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(new List<string>());
            builder.UseMiddleware<Catching>();
        }), typeof(Functions));

        using var response = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("caught: no", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AStepThatEndsTheInvocationWritesTheAnswerItself()
    {
        var steps = new List<string>();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(steps);
            builder.UseMiddleware((context, _) =>
            {
                var http = context.GetHttpContext()!;
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return http.Response.WriteAsync("not you");
            });
        }), typeof(Functions));

        using var response = await host.Client.GetAsync("/api/function");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("not you", await response.Content.ReadAsStringAsync());
        Assert.Empty(steps);
    }

    [Fact]
    public async Task AStepReplacesTheResult()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(new List<string>());
            builder.UseMiddleware(async (context, next) =>
            {
                await next();
                Assert.IsAssignableFrom<IResult>(context.GetInvocationResult().Value);
                context.GetInvocationResult().Value = Results.Text("another");
            });
        }), typeof(Functions));

        Assert.Equal("another", await host.Client.GetStringAsync("/api/function"));
    }

    [Fact]
    public async Task AStepAddedBeforeTheWebApplicationSeesNoRequest()
    {
        var seen = new List<bool>();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.Services.AddSingleton(new List<string>());
            builder.UseMiddleware((context, next) =>
            {
                seen.Add(context.GetHttpContext() is not null);
                return next();
            });
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware((context, next) =>
            {
                seen.Add(context.GetHttpContext() is not null);
                return next();
            });
        }), typeof(Functions));

        await host.Client.GetAsync("/api/function");

        Assert.Equal([false, true], seen);
    }

    sealed class First(List<string> steps) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["first"] = 1;
            steps.Add("first in");
            await next(context);
            steps.Add("first out");
        }
    }

    sealed class OnlySometimes(List<string> steps) : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            steps.Add("sometimes");
            return next(context);
        }
    }

    sealed class Catching : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (AggregateException e) when (e.InnerException is InvalidTimeZoneException)
            {
                context.GetInvocationResult().Value = Results.Text("caught: " + e.InnerException.Message, statusCode: StatusCodes.Status409Conflict);
            }
        }
    }

    sealed class Functions(List<string> steps)
    {
        [Function("Function")]
        public IResult Function([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "function")] HttpRequest request)
        {
            steps.Add("function");
            return Results.Text("done");
        }

        [Function("Other")]
        public IResult Other([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "other")] HttpRequest request)
        {
            steps.Add("other");
            return Results.Ok();
        }

        [Function("Fails")]
        public async Task<IResult> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("no");
        }
    }
}
