using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Local.Tests.Host;

public sealed class LeavingClientTests
{
    [Fact]
    public async Task AFunctionSeesThatItsClientLeft()
    {
        var caller = new Caller();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(caller);
        }), typeof(Waiting));
        using var giveUp = new CancellationTokenSource();

        var call = host.Client.GetAsync("/api/waits", giveUp.Token);
        await caller.Came.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        await caller.Left.Task.WaitAsync(TimeSpan.FromMinutes(1));
        // What it threw at that is a failed invocation all the same.
        await Eventually.True(() => host.Log.Lines.Contains("Error: Waits failed"), "the failure is logged");
    }

    sealed class Caller
    {
        public TaskCompletionSource Came { get; } = new();

        public TaskCompletionSource Left { get; } = new();
    }

    sealed class Waiting(Caller caller)
    {
        [Function("Waits")]
        public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits")] HttpRequest request, CancellationToken cancellation)
        {
            caller.Came.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                caller.Left.SetResult();
            }
            return Results.Ok();
        }
    }
}
