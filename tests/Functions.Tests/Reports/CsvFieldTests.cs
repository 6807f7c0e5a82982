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
    [InlineData("a\r=1", "a\r'=1")]
    [InlineData("a\t=1", "a\t'=1")]
    [InlineData("a\v=1", "a\v'=1")]
    [InlineData("a\u0085=1", "a\u0085'=1")]
    [InlineData("a\u2028=1", "a\u2028'=1")]
    [InlineData("a\u2029=1", "a\u2029'=1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠A1", "'＠A1")]
    [InlineData("﹦1", "'﹦1")]
    [InlineData("\u00A0=1", "\u00A0'=1")]
    [InlineData("\u2007@A1", "\u2007'@A1")]
    [InlineData("\u3000+1", "\u3000'+1")]
    [InlineData("\u202F \u1680-1", "\u202F \u1680'-1")]
    [InlineData("\u200B=1", "\u200B'=1")]
    [InlineData("\u200E\u202E\u2066=1", "\u200E\u202E\u2066'=1")]
    [InlineData("\uFEFF=1", "\uFEFF'=1")]
    [InlineData("\u00AD=1", "\u00AD'=1")]
    [InlineData("\0\u001F=1", "\0\u001F'=1")]
    [InlineData("\u3164=1", "\u3164'=1")]
    [InlineData("\uFE0F=1", "\uFE0F'=1")]
    [InlineData("\U000E0041=1", "\U000E0041'=1")]
    [InlineData("a;\u00A0\u200B=1", "a;\u00A0\u200B'=1")]
    public void WhatASpreadsheetWouldRunBecomesPlainText(string text, string expected) =>
        Assert.Equal(expected, CsvField.Harmless(text));

    [Theory]
    [InlineData("")]
    [InlineData("phone")]
    [InlineData("a = b, e-mail: a@b.c")]
    [InlineData("one; two")]
    [InlineData("a\u00A0=1")]
    [InlineData("1 + 1\r2 - 1")]
    [InlineData("Grüße 👩‍🎓 = gut")]
    public void HarmlessTextStaysAsItIs(string text) => Assert.Equal(text, CsvField.Harmless(text));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("a lone\rreturn", "\"a lone\rreturn\"")]
    [InlineData("a\ttab", "\"a\ttab\"")]
    [InlineData("another\u2028line", "\"another\u2028line\"")]
    [InlineData("'quoted", "\"'quoted\"")]
    public void WhatWouldEndAFieldIsQuoted(string field, string expected) => Assert.Equal(expected, CsvField.Quoted(field));
}
