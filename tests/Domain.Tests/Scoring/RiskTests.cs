using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Scoring;

public sealed class RiskTests
{
    private static readonly Baseline Usual = new(Wpm: 50, PxPerSecond: 200, AnswerSeconds: 60);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0.5)]
    [InlineData(4, 0.5)]
    [InlineData(5, 0.8)]
    [InlineData(10, 0.8)]
    [InlineData(11, 1.0)]
    public void TabSwitchesRaiseTheRisk(int count, double value)
    {
        var risk = Risk(null, Many(EventType.TabSwitch, count));

        var tabs = Component(risk, "tabSwitches");
        Assert.Equal(value, tabs.Value);
        Assert.Contains(count switch { 0 => "no tab switch", 1 => "1 tab switch", _ => $"{count} tab switches" }, tabs.Why);
    }

    [Theory]
    [InlineData(29_999, 0)]
    [InlineData(30_000, 0.3)]
    [InlineData(59_999, 0.3)]
    [InlineData(60_000, 0.6)]
    [InlineData(120_000, 0.6)]
    [InlineData(120_001, 0.9)]
    public void LostFocusAddsUp(long milliseconds, double value)
    {
        var risk = Risk(null, Event(EventType.FocusLost, 1, durationMs: 20_000), Event(EventType.FocusLost, 2, durationMs: milliseconds - 20_000));

        Assert.Equal(value, Component(risk, "focusLoss").Value);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(74, 0)]
    [InlineData(75, 0.6)]
    [InlineData(25, 0.6)]
    [InlineData(100, 0.6)]
    [InlineData(101, 0.9)]
    public void TypingIsComparedWithTheBaseline(double wpm, double value) =>
        Assert.Equal(value, Component(Risk(Usual, Event(EventType.TypingSample, sample: wpm)), "typing").Value);

    [Theory]
    [InlineData(59, 0.7)]
    [InlineData(60, 0.4)]
    [InlineData(99, 0.4)]
    [InlineData(100, 0)]
    [InlineData(300, 0)]
    [InlineData(301, 0.4)]
    public void MouseSpeedIsComparedWithTheBaseline(double pxPerSecond, double value) =>
        Assert.Equal(value, Component(Risk(Usual, Event(EventType.MouseSample, sample: pxPerSecond)), "mouse").Value);

    [Theory]
    [InlineData(17.9, 0.8)]
    [InlineData(18, 0)]
    [InlineData(180, 0)]
    [InlineData(180.1, 0.6)]
    public void AnswerTimesAreComparedWithTheBaseline(double seconds, double value) =>
        Assert.Equal(value, Component(Risk(Usual, Event(EventType.AnswerTiming, sample: seconds)), "answerSpeed").Value);

    [Theory]
    [InlineData("tabSwitches", 1, "1 tab switch: fewer than 2")]
    [InlineData("tabSwitches", 4, "4 tab switches: 2 to 4")]
    [InlineData("tabSwitches", 10, "10 tab switches: 5 to 10")]
    [InlineData("tabSwitches", 11, "11 tab switches: more than 10")]
    [InlineData("focusLoss", 29, "focus lost for 29 s in all: less than 30 s")]
    [InlineData("focusLoss", 59, "focus lost for 59 s in all: 30 to 60 s")]
    [InlineData("focusLoss", 120, "focus lost for 120 s in all: 1 to 2 minutes")]
    [InlineData("focusLoss", 121, "focus lost for 121 s in all: more than 2 minutes")]
    [InlineData("typing", 60, "120 % of the baseline 50: less than 50 % off")]
    [InlineData("typing", 100, "200 % of the baseline 50: 50 to 100 % off")]
    [InlineData("typing", 101, "202 % of the baseline 50: more than 100 % off")]
    [InlineData("mouse", 50, "25 % of the baseline 200: below 30 % of it, suspiciously still")]
    [InlineData("mouse", 80, "40 % of the baseline 200: more than 50 % off")]
    [InlineData("mouse", 200, "100 % of the baseline 200: not more than 50 % off")]
    [InlineData("answerSpeed", 6, "10 % of the baseline 60: below 30 % of it, suspiciously fast")]
    [InlineData("answerSpeed", 60, "100 % of the baseline 60: between 30 % and 300 % of it")]
    [InlineData("answerSpeed", 240, "400 % of the baseline 60: above 300 % of it, suspiciously slow")]
    public void TheWordsNameTheLineThatTheValueCameFrom(string component, int measured, string words)
    {
        ProctoringEvent[] events = component switch
        {
            "tabSwitches" => Many(EventType.TabSwitch, measured),
            "focusLoss" => [Event(EventType.FocusLost, durationMs: measured * 1000)],
            "typing" => [Event(EventType.TypingSample, sample: measured)],
            "mouse" => [Event(EventType.MouseSample, sample: measured)],
            _ => [Event(EventType.AnswerTiming, sample: measured)],
        };

        Assert.EndsWith(words, Component(Risk(Usual, events), component).Why);
    }

    [Fact]
    public void SamplesAreAveraged()
    {
        var risk = Risk(Usual, Event(EventType.TypingSample, 1, sample: 40), Event(EventType.TypingSample, 2, sample: 120));

        Assert.Equal(0.6, Component(risk, "typing").Value);
        Assert.Equal("typed 80 words a minute on average of 2 samples, 160 % of the baseline 50: 50 to 100 % off", Component(risk, "typing").Why);
    }

    [Fact]
    public void WithAFullBaselineTheWeightsAreThoseOfTheTable()
    {
        var components = Risk(Usual).Components;

        Assert.Equal(["typing", "tabSwitches", "mouse", "answerSpeed", "focusLoss"], components.Select(c => c.Name));
        Assert.Equal([0.2, 0.3, 0.15, 0.2, 0.15], components.Select(c => Math.Round(c.Weight, 12)));
        Assert.All(components.Where(c => c.Name is "typing" or "mouse" or "answerSpeed"), c => Assert.Equal((0, "no samples yet"), (c.Value, c.Why)));
    }

    [Fact]
    public void WhatLacksABaselineIsLeftOutAndTheRestIsScaled()
    {
        var components = Risk(null).Components;

        Assert.Equal(["tabSwitches", "focusLoss"], components.Select(c => c.Name));
        Assert.Equal([2 / 3.0, 1 / 3.0], components.Select(c => c.Weight), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(["typing", "tabSwitches", "focusLoss"], Risk(new Baseline(50, null, null)).Components.Select(c => c.Name));
        Assert.Equal(
            ["typing", "tabSwitches", "mouse", "answerSpeed", "focusLoss"], Risk(new Baseline(0.5, 0.5, 0.5)).Components.Select(c => c.Name));
    }

    [Fact]
    public void WhatTheExamAllowsDoesNotCountAndSaysSo()
    {
        var plan = Plan(Policy.For(Sensitivity.Medium, allowTabSwitch: true), Usual);
        var risk = Running(plan).Receive([.. Many(EventType.TabSwitch, 20), Event(EventType.FocusLost, 50, durationMs: 500_000), Event(EventType.TypingSample, 60, sample: 200)]).Next.Risk;

        foreach (var name in new[] { "tabSwitches", "focusLoss" })
            Assert.Equal((0, 0, "the exam allows tab switches: not counted"), (Component(risk, name).Weight, Component(risk, name).Value, Component(risk, name).Why));
        Assert.Equal(1, risk.Components.Sum(c => c.Weight), 12);
        Assert.Equal(0.9 * 0.2 / 0.55, risk.Score, 9);
    }

    [Fact]
    public void AnExemptedTypeDoesNotCountAndSaysSo()
    {
        var plan = Plan(baseline: Usual, accommodations: new Accommodations(0, 0, [EventType.TypingSample]));
        var risk = Running(plan).Receive(Event(EventType.TypingSample, sample: 500)).Next.Risk;

        Assert.Equal((0, "exempted by an accommodation: not counted"), (Component(risk, "typing").Weight, Component(risk, "typing").Why));
        Assert.Equal(0, risk.Score);
    }

    [Theory]
    [InlineData("TYPING_SAMPLE", "typing")]
    [InlineData("TAB_SWITCH", "tabSwitches")]
    [InlineData("MOUSE_SAMPLE", "mouse")]
    [InlineData("ANSWER_TIMING", "answerSpeed")]
    [InlineData("FOCUS_LOST", "focusLoss")]
    public void AnExemptedTypeTakesOutItsOwnPartAlone(string name, string part)
    {
        Assert.True(EventType.TryParse(name, out var type));

        var risk = Running(Plan(baseline: Usual, accommodations: new Accommodations(0, 0, [type]))).Risk;

        Assert.Equal([part], risk.Components.Where(c => c.Weight == 0).Select(c => c.Name));
    }

    [Fact]
    public void WhenNothingCountsThereIsNoRisk()
    {
        var plan = Plan(Policy.For(Sensitivity.Medium, allowTabSwitch: true));

        Assert.Equal((0, RiskLevel.Low), (Running(plan).Risk.Score, Running(plan).Risk.Level));
    }

    [Fact]
    public void ALineBelongsToTheLevelAboveIt()
    {
        // All tab switches, and nothing else: exactly the weight of 0.3.
        Assert.Equal(RiskLevel.Medium, Risk(Usual, Many(EventType.TabSwitch, 11)).Level);
        Assert.Equal(0.3, Risk(Usual, Many(EventType.TabSwitch, 11)).Score);
        Assert.Equal(RiskLevel.Low, Risk(Usual, Many(EventType.TabSwitch, 10)).Level);
        Assert.Equal(RiskLevel.High, Risk(null, [.. Many(EventType.TabSwitch, 11), Event(EventType.FocusLost, 99, durationMs: 30_000)]).Level);
    }

    private static Risk Risk(Baseline? baseline, params ProctoringEvent[] events)
    {
        var record = Running(Plan(baseline: baseline));
        return events.Length == 0 ? record.Risk : record.Receive(events).Next.Risk;
    }

    private static RiskComponent Component(Risk risk, string name) => Assert.Single(risk.Components, c => c.Name == name);
}
