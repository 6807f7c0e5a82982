using System.Text;
using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyMayBeAsLargeAsIsAllowedAndNoLarger(bool isAnnounced)
    {
        foreach (var size in new[] { 1, 4095, 4096, 4097, 10_000 })
            Assert.Equal(size, (await JsonBody.ReadBytesAsync(Request(new byte[size], isAnnounced), largest: 10_000)).Length);
        foreach (var size in new[] { 10_001, 20_000 })
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(
                async () => await JsonBody.ReadBytesAsync(Request(new byte[size], isAnnounced), largest: 10_000, field: "answers"));
            Assert.Equal((413, "answers"), (refused.Status, Assert.Single(refused.Errors!).Key));
        }
    }

    [Fact]
    public async Task ABodyMayBeginWithAByteOrderMark() =>
        Assert.Equal("Ada", (await JsonBody.ReadAsync<Person>(Request([0xEF, 0xBB, 0xBF, .. """{"name":"Ada"}"""u8]))).Name);

    [Theory]
    [InlineData("{\"name\":\"Ada\",\n\"friend\" 7}", "body", "is not JSON: line 2, byte 10")]
    [InlineData("""{"friend":{"name":7}}""", "friend.name", "has the wrong type or a value that is not allowed")]
    [InlineData("""{"age":"7"}""", "age", "has the wrong type or a value that is not allowed")]
    [InlineData("[]", "body", "has the wrong type or a value that is not allowed")]
    [InlineData("null", "body", "is a JSON object")]
    [InlineData("", "body", "is missing: a JSON object is expected")]
    public async Task WhatIsWrongIsSaidOfTheFieldThatItIsWrongWith(string body, string field, string message)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(async () => await JsonBody.ReadAsync<Person>(Request(Encoding.UTF8.GetBytes(body))));
        var (name, messages) = Assert.Single(refused.Errors!);
        Assert.Equal((400, field, message), (refused.Status, name, Assert.Single(messages)));
    }

    [Fact]
    public async Task WhatIsNoTextIsRefusedThoughAReaderWouldTakeIt()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(
            async () => await JsonBody.ReadAsync<Person>(Request([.. "{\"name\":\""u8, 0xC3, .. "\"}"u8])));
        Assert.Equal("is not UTF-8", Assert.Single(refused.Errors!["body"]));
    }

    [Fact]
    public async Task WhereABodyIsOptionalNoneIsAnEmptyOne()
    {
        Assert.Equal(new Person(null, null, null), await JsonBody.ReadOptionalAsync<Person>(Request([])));
        Assert.Equal("Ada", (await JsonBody.ReadOptionalAsync<Person>(Request("""{"name":"Ada"}"""u8.ToArray()))).Name);
    }

    static HttpRequest Request(byte[] body, bool isAnnounced = true) => new DefaultHttpContext
    {
        Request = { Body = new MemoryStream(body), ContentLength = isAnnounced ? body.Length : null },
    }.Request;

    sealed record Person(string? Name, int? Age, Person? Friend);
}
