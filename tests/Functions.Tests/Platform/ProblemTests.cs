using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Local.Host;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>What becomes of what a function throws: what its client is told, and what its operators hear.</summary>
public sealed class ProblemTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("proctoring-problem-").FullName;
    readonly LoggedEvents _log = new();
    readonly Fault _fault = new();
    IHost _app = null!;
    HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        var builder = FunctionsApplication.CreateBuilder(
            ["--Local:DataFolder", _folder, "--port", "0", "--Storage", "none"], typeof(Failing));
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware(async (_, next) =>
        {
            try
            {
                await next();
            }
            finally
            {
                _fault.Ended.TrySetResult();
            }
        });
        builder.UseMiddleware<SecurityHeaders>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.Services.AddSingleton(_fault).AddSingleton<ILoggerFactory>(_log);
        _app = builder.Build();
        await _app.StartAsync();
        _http = new() { BaseAddress = _app.Services.GetRequiredService<LocalOptions>().BaseAddress };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await ((IAsyncDisposable)_app).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ADefectIsTheServersFaultAndTellsItsOperatorsAloneWhatItIs()
    {
        _fault.Throw = _ => throw new InvalidOperationException("the inside");

        using var reply = await _http.GetAsync("/api/failing");

        var text = await reply.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        Assert.Equal("urn:proctoring:problem:internal", JsonDocument.Parse(text).RootElement.GetProperty("type").GetString());
        Assert.DoesNotContain("inside", text, StringComparison.Ordinal);
        Assert.True(reply.Headers.CacheControl is { NoStore: true });
        var logged = Assert.Single(_log.Named("Failed"));
        Assert.Equal((LogLevel.Error, nameof(Failing)), (logged.Level, logged.Properties["Function"]));
    }

    [Fact]
    public async Task ABodyThatTheServerFindsTooLargeIsTheClientsFault()
    {
        _fault.Throw = _ => throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);

        using var reply = await _http.GetAsync("/api/failing");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Empty(_log.Named("Failed"));
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1_000, "1")]
    [InlineData(1_001, "2")]
    [InlineData(90_000, "90")]
    public async Task WhoIsToComeBackIsToldAWholeNumberOfSecondsThatIsEnough(int milliseconds, string expected)
    {
        var http = new DefaultHttpContext { RequestServices = _app.Services, Response = { Body = new MemoryStream() } };
        await Problem.TooMany(TimeSpan.FromMilliseconds(milliseconds), "Wait.").ToResult().ExecuteAsync(http);
        Assert.Equal((429, expected), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task AReplyThatBreaksOffDoesNotLookWhole()
    {
        _fault.Throw = async http =>
        {
            await http.Response.WriteAsync("half of ");
            await http.Response.Body.FlushAsync();
            throw new InvalidOperationException("the inside");
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync("/api/failing"));

        var logged = await Eventually.GetAsync(() => Task.FromResult(_log.Named("FailedWhileReplying").FirstOrDefault()), found => found is not null);
        Assert.Equal((LogLevel.Error, nameof(Failing)), (logged!.Level, logged.Properties["Function"]));
    }

    [Fact]
    public async Task OfWhatHappensToARequestWhoseClientHasLeftOnlyDefectsAreToldOf()
    {
        foreach (var harmless in new Exception[] { new OperationCanceledException(), new IOException("the pipe is broken"), Problem.NotFound("exam") })
            await LeaveAsync(harmless);
        Assert.Empty(_log.Named("Failed"));
        await LeaveAsync(new InvalidOperationException("the inside"));
        Assert.Single(_log.Named("Failed"));
    }

    /// <summary>Has a client leave while its request is served, which then ends so.</summary>
    async Task LeaveAsync(Exception end)
    {
        var entered = new TaskCompletionSource();
        _fault.Ended = new();
        _fault.Throw = async http =>
        {
            var left = new TaskCompletionSource();
            using var registration = http.RequestAborted.Register(left.SetResult);
            entered.SetResult();
            await left.Task;
            throw end;
        };
        using var leaving = new CancellationTokenSource();
        var reply = _http.GetAsync("/api/failing", leaving.Token);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
        await _fault.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    sealed class Fault
    {
        public Func<HttpContext, Task> Throw { get; set; } = _ => Task.CompletedTask;

        /// <summary>Set when an invocation is over, its middleware included.</summary>
        public TaskCompletionSource Ended { get; set; } = new();
    }

    sealed class Failing(Fault fault)
    {
        [Function(nameof(Failing))]
        public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "failing")] HttpRequest request)
        {
            await Task.Yield();
            await fault.Throw(request.HttpContext);
            return Results.Ok();
        }
    }
}
