using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class EntityTagTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(true, "\"3\"")]
    [InlineData(true, "*")]
    [InlineData(true, "\"2\", \"3\"")]
    [InlineData(true, "\"2\"", "\"3\"")]
    [InlineData(false, "\"2\"")]
    [InlineData(false, "3")]
    [InlineData(false, "W/\"3\"")]
    [InlineData(false, "")]
    public void OnlyWhoNamesThePresentVersionOrNoneChangesIt(bool may, params string[] wanted)
    {
        var http = new DefaultHttpContext();
        if (wanted.Length > 0) http.Request.Headers.IfMatch = wanted;
        var refused = Record.Exception(() => http.Request.RequireMatch(3));
        Assert.Equal(may ? null : 412, (refused as ProblemException)?.Status);
    }
}
