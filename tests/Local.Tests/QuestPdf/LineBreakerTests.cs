using Proctoring.Local.QuestPdf.Text;

namespace Proctoring.Local.Tests.QuestPdf;

/// <summary>Where a text may be divided. Every character is one wide.</summary>
public sealed class LineBreakerTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 6, "one|two|three")]
    [InlineData("one  two", 4, "one|two")]
    [InlineData("well-known fact", 6, "well-|known|fact")]
    [InlineData("ab 1-5", 5, "ab|1-5")] // a hyphen before a digit is a minus
    [InlineData("ab c\u00A0d", 4, "ab|c\u00A0d")]
    [InlineData("long\u200Bword", 6, "long\u200B|word")]
    [InlineData("one\n\ntwo\n", 9, "one||two|")]
    [InlineData("abcdef", 4, "abcd|ef")]
    [InlineData("王小明你好", 2, "王小|明你|好")]
    [InlineData("王小明，你", 3, "王小|明，你")] // no line begins with a comma
    [InlineData("a王b", 2, "a王|b")]
    public void LinesEndWhereTheyMay(string text, float width, string lines)
    {
        var advances = Enumerable.Repeat(1f, text.Length).ToArray();

        var broken = LineBreaker.Break(text, advances, width);

        Assert.Equal(lines.Split('|'), broken.Select(line => text[line.Start..line.End]));
        Assert.All(broken, line => Assert.Equal(line.End - line.Start, line.Width));
    }

    [Fact]
    public void ACharacterOfTwoHalvesIsNotDivided()
    {
        const string Text = "ab\U0001F600c";

        var broken = LineBreaker.Break(Text, [1, 1, 1, 0, 1], 3);

        Assert.Equal(["ab\U0001F600", "c"], broken.Select(line => Text[line.Start..line.End]));
    }
}
