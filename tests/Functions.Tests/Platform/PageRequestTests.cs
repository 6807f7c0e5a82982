using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class PageRequestTests
{
    [Fact]
    public void WhoAsksForNoPageGetsTheFirstFifty() => Assert.Equal(new PageRequest(50, null), From(""));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("200", 200)]
    public void APageHoldsUpToTwoHundred(string limit, int expected) => Assert.Equal(expected, From($"?limit={limit}").Limit);

    [Theory]
    [InlineData("201")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    public void NoOtherLimitIsTaken(string limit) =>
        Assert.Contains("limit", Assert.Throws<ProblemException>(() => From($"?limit={Uri.EscapeDataString(limit)}")).Errors!.Keys);

    [Theory]
    [InlineData("user-1")]
    [InlineData("prüfung 1")]
    public void ACursorGoesOnBehindTheItemThatItWasMadeOf(string key) =>
        Assert.Equal(new PageRequest(50, key), From($"?cursor={PageRequest.CursorAfter(key)}"));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\uFFFDb")]
    public void WhatNoKeyHoldsIsNoCursor(string key) => ExpectNoCursor(PageRequest.CursorAfter(key));

    [Fact]
    public void NothingElseIsACursor()
    {
        ExpectNoCursor("");
        ExpectNoCursor("no base64!");
        ExpectNoCursor(Base64Url.EncodeToString([0xC3]));
        Assert.Equal(300, From($"?cursor={PageRequest.CursorAfter(new string('a', 300))}").After!.Length);
        ExpectNoCursor(PageRequest.CursorAfter(new string('a', 301)));
    }

    [Fact]
    public void AnItemTooManyTellsThatThereAreMore()
    {
        var page = new PageRequest(2, null);
        Assert.Null(page.ToPage(["a", "b"], item => item).Next);
        var first = page.ToPage(["a", "b", "c"], item => item);
        Assert.Equal(["a", "b"], first.Items);
        Assert.Equal("b", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(first.Next)));
    }

    static void ExpectNoCursor(string cursor) =>
        Assert.Contains("cursor", Assert.Throws<ProblemException>(() => From($"?cursor={Uri.EscapeDataString(cursor)}")).Errors!.Keys);

    static PageRequest From(string query) => PageRequest.From(new DefaultHttpContext { Request = { QueryString = new(query) } }.Request);
}
