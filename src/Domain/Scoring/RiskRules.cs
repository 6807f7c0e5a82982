using System.Globalization;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>How one session's risk is weighed: what its policy, accommodations and baseline leave of the five components.</summary>
internal sealed class RiskRules
{
    private readonly Baseline _baseline;
    private readonly Part _typing, _tabs, _mouse, _answers, _focus;

    internal RiskRules(SessionPlan plan)
    {
        _baseline = plan.Baseline ?? new(null, null, null);
        var typing = Weigh(0.2, EventType.TypingSample, _baseline.Wpm is > 0);
        var tabs = Weigh(0.3, EventType.TabSwitch, true);
        var mouse = Weigh(0.15, EventType.MouseSample, _baseline.PxPerSecond is > 0);
        var answers = Weigh(0.2, EventType.AnswerTiming, _baseline.AnswerSeconds is > 0);
        var focus = Weigh(0.15, EventType.FocusLost, true);
        var total = typing.Weight + tabs.Weight + mouse.Weight + answers.Weight + focus.Weight;
        (_typing, _tabs, _mouse, _answers, _focus) = (Scale(typing), Scale(tabs), Scale(mouse), Scale(answers), Scale(focus));

        Part Weigh(double weight, EventType type, bool known) =>
            !known ? default
            : TypeRules.NotCounted(plan, type) is { } why ? new(0, $"{why}: not counted")
            : new(weight, null);

        Part Scale(Part part) => part.Weight > 0 ? part with { Weight = part.Weight / total } : part;
    }

    /// <summary>The score alone, for every event that may move it.</summary>
    internal double Score(in RiskSums sums) => Rounded(
        _typing.Weight * Typing(sums).Value + _tabs.Weight * RiskLines.TabSwitches(sums.TabSwitches).Value + _mouse.Weight * Mouse(sums).Value
        + _answers.Weight * Answers(sums).Value + _focus.Weight * RiskLines.Blur(sums.BlurMs).Value);

    /// <summary>The score with its explanation.</summary>
    internal Risk Explain(in RiskSums sums)
    {
        var components = new List<RiskComponent>(5);
        var typing = Typing(sums);
        Add("typing", _typing, typing, Compared(sums.Typing, "typed", "words a minute", _baseline.Wpm, typing));
        var tabs = RiskLines.TabSwitches(sums.TabSwitches);
        Add("tabSwitches", _tabs, tabs, Switched(sums.TabSwitches, tabs));
        var mouse = Mouse(sums);
        Add("mouse", _mouse, mouse, Compared(sums.Mouse, "moved the mouse at", "pixels a second", _baseline.PxPerSecond, mouse));
        var answers = Answers(sums);
        Add("answerSpeed", _answers, answers, Compared(sums.Answers, "took", "seconds an answer", _baseline.AnswerSeconds, answers));
        var blur = RiskLines.Blur(sums.BlurMs);
        Add("focusLoss", _focus, blur, Text($"focus lost for {sums.BlurMs / 1000.0:0.#} s in all: {blur.Words}"));
        var score = Score(sums);
        return new(score, RiskLines.Level(score), components);

        void Add(string name, Part part, RiskLine line, string why)
        {
            if (part.NotCounted is not null)
                components.Add(new(name, 0, 0, part.NotCounted));
            else if (part.Weight > 0)
                components.Add(new(name, part.Weight, line.Value, why));
        }
    }

    private RiskLine Typing(in RiskSums sums) =>
        sums.Typing.Count == 0 ? RiskLines.NoSamples : RiskLines.Typing(sums.Typing.Mean / _baseline.Wpm ?? 1);

    private RiskLine Mouse(in RiskSums sums) =>
        sums.Mouse.Count == 0 ? RiskLines.NoSamples : RiskLines.Mouse(sums.Mouse.Mean / _baseline.PxPerSecond ?? 1);

    private RiskLine Answers(in RiskSums sums) =>
        sums.Answers.Count == 0 ? RiskLines.NoSamples : RiskLines.Answers(sums.Answers.Mean / _baseline.AnswerSeconds ?? 1);

    private static string Switched(int count, RiskLine line) => count switch
    {
        0 => "no tab switch",
        1 => Text($"1 tab switch: {line.Words}"),
        _ => Text($"{count} tab switches: {line.Words}"),
    };

    private static string Compared(Samples samples, string verb, string unit, double? baseline, RiskLine line)
    {
        if (samples.Count == 0)
            return line.Words;
        var ratio = samples.Mean / baseline ?? 1;
        return Text($"{verb} {samples.Mean:0.#} {unit} on average of {samples.Count} samples, {ratio * 100:0} % of the baseline {baseline:0.#}: {line.Words}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Sums of weights like 0.2 + 0.1 must meet the lines at 0.3 and 0.7 exactly.
    private static double Rounded(double score) => Math.Round(score, 9);

    /// <summary>A weight after scaling; 0 with a reason when it is not counted, 0 without one when there is no baseline.</summary>
    private readonly record struct Part(double Weight, string? NotCounted);
}
