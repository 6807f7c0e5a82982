using System.Text;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>How the PDF says things.</summary>
public sealed class WordsTests
{
    static readonly DateTimeOffset Morning = new(2026, 3, 9, 0, 30, 5, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("LOOKING_AWAY", "Looking away")]
    [InlineData("RISK_MEDIUM", "Risk medium")]
    [InlineData("timedOut", "Timed out")]
    [InlineData("tabSwitches", "Tab switches")]
    [InlineData("Medium", "Medium")]
    [InlineData("SecondReview", "Second review")]
    public void ANameIsReadAsASentence(string name, string expected) => Assert.Equal(expected, Words.Readable(name));

    [Fact]
    public void TypesAndSeveritiesAreReadAlike()
    {
        Assert.Equal("Multiple faces", Words.Readable(EventType.MultipleFaces));
        Assert.Equal(["Info", "Low", "Medium", "High", "Critical"], Enum.GetValues<Severity>().Select(Words.Readable));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\r\n\tand more", "two lines   and more")]
    [InlineData("one\u2028two\u2029three\u0085four", "one two three four")]
    [InlineData("\u202Edcba\u202C", "dcba")]
    [InlineData("Łódź 👩‍🎓 محمد", "Łódź 👩‍🎓 محمد")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    public void TextOnPaperIsOneLineOfWhatCanBeSeen(string text, string expected) => Assert.Equal(expected, Words.Plain(text));

    [Fact]
    public void TimesAreInUtcAndAnotherDaySaysWhich()
    {
        Assert.Equal("2026-03-08 22:30:05", Words.Time(Morning));
        Assert.Equal("22:30:05", Words.Clock(Morning));
        Assert.Equal("22:30:05", Words.Clock(Morning, new(2026, 3, 8, 1, 0, 0, TimeSpan.Zero)));
        Assert.Equal("03-08 22:30:05", Words.Clock(Morning, new(2026, 3, 9, 1, 0, 0, TimeSpan.Zero)));
        // Both days as UTC has them.
        Assert.Equal("22:30:05", Words.Clock(Morning, new(2026, 3, 9, 1, 0, 0, TimeSpan.FromHours(2))));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.999, "999 ms")]
    [InlineData(1, "1 s")]
    [InlineData(2.5, "2.5 s")]
    [InlineData(60, "1 min")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3661, "1 h 1 min")]
    [InlineData(3659, "1 h")]
    [InlineData(90_060, "25 h 1 min")]
    public void ALengthIsAsExactAsItsReaderNeedsIt(double seconds, string expected) =>
        Assert.Equal(expected, Words.Length(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 events")]
    [InlineData(1, "1 event")]
    [InlineData(1_234, "1,234 events")]
    public void OneIsNotMany(int count, string expected) => Assert.Equal(expected, Words.Count(count, "event"));

    [Fact]
    public void NumbersHaveTwoDigitsBehindThePoint()
    {
        Assert.Equal("0.50", Words.Number(0.5));
        Assert.Equal("12.5", Words.Number(12.5, "0.#"));
    }

    [Theory]
    [InlineData("LOOKING_AWAY: −5 points (medium policy, version 1)", "")]
    [InlineData("LOOKING_AWAY: 0 points (medium policy, version 1)", "")]
    [InlineData("LOOKING_AWAY: −1 point (high policy, version 12)", "")]
    [InlineData("LOOKING_AWAY: 0 points, exempted by an accommodation", "exempted by an accommodation")]
    [InlineData("LOOKING_AWAY: 0 points, within the cooldown of 60 s (low policy, version 1)", "within the cooldown of 60 s")]
    [InlineData("LOOKING_AWAY: −3 of 5 points, its cap of 20 points is reached (low policy, version 1)", "its cap of 20 points is reached")]
    [InlineData("something else altogether", "something else altogether")]
    [InlineData("something (else altogether", "something (else altogether")]
    public void OnlyWhatIsSpecialAboutADeductionIsRemarked(string reason, string expected) =>
        Assert.Equal(expected, Words.Remark(EventType.LookingAway, reason));

    [Fact]
    public void ARuleIsNamedWithoutTheTypeBesideIt()
    {
        Assert.Equal("−5 points (low policy)", Words.Rule(EventType.LookingAway, "LOOKING_AWAY: −5 points (low policy)"));
        Assert.Equal("COPY: −5 points", Words.Rule(EventType.LookingAway, "COPY: −5 points"));
    }

    [Fact]
    public void WhatASampleMeasuredIsSaidWithItsUnit()
    {
        Assert.Equal("58.3 words a minute", Words.Details(Event(EventType.TypingSample, sample: 58.25)));
        Assert.Equal("210 pixels a second", Words.Details(Event(EventType.MouseSample, sample: 210)));
        Assert.Equal("question q7: 9.5 s", Words.Details(Event(EventType.AnswerTiming, sample: 9.5, question: "q7")));
        Assert.Equal("slow; 58 words a minute", Words.Details(Event(EventType.TypingSample, "slow", sample: 58)));
    }

    [Fact]
    public void ALabelStandsBeforeTheData()
    {
        Assert.Equal("", Words.Details(Event(EventType.Copy)));
        Assert.Equal("", Words.Details(Event(EventType.Copy, "")));
        Assert.Equal("phone", Words.Details(Event(EventType.Copy, "phone")));
        Assert.Equal("object: phone; box: [1,2]", Words.Details(Event(EventType.Copy, data: """{"object":"phone","box":[1,2]}""")));
        Assert.Equal("phone; faces: 2", Words.Details(Event(EventType.Copy, "phone", """{"faces":2}""")));
    }

    [Fact]
    public void OnlyDataThatIsTooLongIsCut()
    {
        Assert.Equal($"a: {new string('x', 157)}", Details(157));
        Assert.Equal($"a: {new string('x', 156)}…", Details(158));

        static string Details(int length) => Words.Details(Event(EventType.Copy, data: $$"""{"a":"{{new string('x', length)}}"}"""));
    }

    [Fact]
    public void OfALateEventItIsSaidWhenItWasReceived()
    {
        Assert.Equal("phone", Words.WithReceipt("phone", null, Morning));
        Assert.Equal("phone; received late, 22:30:05", Words.WithReceipt("phone", Morning, Morning));
        Assert.Equal("received late, 03-08 22:30:05", Words.WithReceipt("", Morning, Morning.AddDays(1)));
    }

    static ProctoringEvent Event(EventType type, string? label = null, string? data = null, double? sample = null, string? question = null) => new()
    {
        Id = EventId.Parse("e"),
        Type = type,
        OccurredAt = Morning,
        Label = label,
        Data = data is null ? default : Encoding.UTF8.GetBytes(data),
        Sample = sample,
        QuestionId = question,
    };
}
