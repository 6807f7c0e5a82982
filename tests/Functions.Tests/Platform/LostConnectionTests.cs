using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>A body that breaks off ends its request: the server, if it went on, would read from it again and fail.</summary>
public sealed class LostConnectionTests
{
    public static TheoryData<bool, Exception> Losses => new()
    {
        { true, new ConnectionResetException("gone") },
        { true, new TaskCanceledException("gone") },
        { false, new ConnectionResetException("gone") },
        { false, new TaskCanceledException("gone") },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task ABodyWhoseConnectionIsLostEndsTheRequest(bool ofEvents, Exception loss)
    {
        var (request, lifetime) = Request(loss);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(request, ofEvents));

        Assert.Equal(StatusCodes.Status400BadRequest, problem.Status);
        Assert.True(lifetime.Aborted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoeverSendsABadBodyIsStillThereToBeToldSo(bool ofEvents)
    {
        var (request, lifetime) = Request(new IOException("Bad chunk size data."));

        await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(request, ofEvents));

        Assert.False(lifetime.Aborted);
    }

    static async Task ReadAsync(HttpRequest request, bool ofEvents)
    {
        if (ofEvents)
            (await RequestBody.ReadAsync(request, 1000, default)).Dispose();
        else
            await JsonBody.ReadBytesAsync(request);
    }

    static (HttpRequest Request, Lifetime Lifetime) Request(Exception failure)
    {
        var lifetime = new Lifetime();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        http.Request.Body = new BrokenBody(failure);
        return (http.Request, lifetime);
    }

    sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborted = true;
    }

    sealed class BrokenBody(Exception failure) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            throw failure;
        }
    }
}
