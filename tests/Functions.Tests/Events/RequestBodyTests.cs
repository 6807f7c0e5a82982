using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Events;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(9_999, true)]
    [InlineData(10_000, true)]
    [InlineData(10_000, false)]
    public async Task ABodyUpToTheLimitIsReadWholeHoweverItComes(int length, bool announced)
    {
        var sent = new byte[length];
        Random.Shared.NextBytes(sent);
        using var body = await RequestBody.ReadAsync(Request(sent, announced), 10_000, default);
        Assert.Equal(sent, body.Bytes.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OneByteMoreIsTooLarge(bool announced)
    {
        var request = Request(new byte[10_001], announced);
        var problem = await Assert.ThrowsAsync<ProblemException>(async () => await RequestBody.ReadAsync(request, 10_000, default));
        Assert.Equal(413, problem.Status);
        // What says so itself is not read at all.
        Assert.Equal(announced, request.Body.Position == 0);
    }

    static HttpRequest Request(byte[] body, bool announced)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new Trickle(body);
        if (announced) request.ContentLength = body.Length;
        return request;
    }

    /// <summary>Comes in small pieces.</summary>
    sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 700)], cancellationToken);
    }
}
