using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Tests.Reports;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("  =1", "  '=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("a;=1", "a;'=1")]
    [InlineData("a\n=1", "a\n'=1")]
    [InlineData("a; \"-1", "a; \"'-1")]
    public void WhatASpreadsheetWouldRunBecomesPlainText(string text, string expected) =>
        Assert.Equal(expected, CsvField.Harmless(text));

    [Theory]
    [InlineData("")]
    [InlineData("phone")]
    [InlineData("a = b, e-mail: a@b.c")]
    [InlineData("one; two")]
    public void HarmlessTextStaysAsItIs(string text) => Assert.Equal(text, CsvField.Harmless(text));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void WhatWouldEndAFieldIsQuoted(string field, string expected) => Assert.Equal(expected, CsvField.Quoted(field));
}
