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
        _typing.Weight * Typing(sums) + _tabs.Weight * RiskLines.TabSwitches(sums.TabSwitches) + _mouse.Weight * Mouse(sums)
        + _answers.Weight * Answers(sums) + _focus.Weight * RiskLines.Blur(sums.BlurMs));

    /// <summary>The score with its explanation.</summary>
    internal Risk Explain(in RiskSums sums)
    {
        var components = new List<RiskComponent>(5);
        Add("typing", _typing, Typing(sums), Typed(sums.Typing));
        Add("tabSwitches", _tabs, RiskLines.TabSwitches(sums.TabSwitches), Switched(sums.TabSwitches));
        Add("mouse", _mouse, Mouse(sums), Moved(sums.Mouse));
        Add("answerSpeed", _answers, Answers(sums), Answered(sums.Answers));
        Add("focusLoss", _focus, RiskLines.Blur(sums.BlurMs), Blurred(sums.BlurMs));
        var score = Score(sums);
        return new(score, RiskLines.Level(score), components);

        void Add(string name, Part part, double value, string why)
        {
            if (part.NotCounted is not null)
                components.Add(new(name, 0, 0, part.NotCounted));
            else if (part.Weight > 0)
                components.Add(new(name, part.Weight, value, why));
        }
    }

    private double Typing(in RiskSums sums) => sums.Typing.Count == 0 ? 0 : RiskLines.Typing(sums.Typing.Mean / _baseline.Wpm ?? 1);

    private double Mouse(in RiskSums sums) => sums.Mouse.Count == 0 ? 0 : RiskLines.Mouse(sums.Mouse.Mean / _baseline.PxPerSecond ?? 1);

    private double Answers(in RiskSums sums) => sums.Answers.Count == 0 ? 0 : RiskLines.Answers(sums.Answers.Mean / _baseline.AnswerSeconds ?? 1);

    private string Typed(Samples samples) => Compare(samples, "typed", "words a minute", _baseline.Wpm,
        ratio => RiskLines.Typing(ratio) switch
        {
            0.9 => "more than 100 % off",
            0.6 => "50 to 100 % off",
            _ => "less than 50 % off",
        });

    private string Moved(Samples samples) => Compare(samples, "moved the mouse at", "pixels a second", _baseline.PxPerSecond,
        ratio => RiskLines.Mouse(ratio) switch
        {
            0.7 => "below 30 % of it, suspiciously still",
            0.4 => "more than 50 % off",
            _ => "not more than 50 % off",
        });

    private string Answered(Samples samples) => Compare(samples, "took", "seconds an answer", _baseline.AnswerSeconds,
        ratio => RiskLines.Answers(ratio) switch
        {
            0.8 => "below 30 % of it, suspiciously fast",
            0.6 => "above 300 % of it, suspiciously slow",
            _ => "between 30 % and 300 % of it",
        });

    private static string Switched(int count) => RiskLines.TabSwitches(count) switch
    {
        1.0 => Text($"{count} tab switches: more than 10"),
        0.8 => Text($"{count} tab switches: 5 to 10"),
        0.5 => Text($"{count} tab switches: 2 to 4"),
        _ => count == 1 ? "1 tab switch: fewer than 2" : "no tab switch",
    };

    private static string Blurred(long milliseconds) => RiskLines.Blur(milliseconds) switch
    {
        0.9 => Text($"focus lost for {milliseconds / 1000.0:0.#} s in all: more than 2 minutes"),
        0.6 => Text($"focus lost for {milliseconds / 1000.0:0.#} s in all: 1 to 2 minutes"),
        0.3 => Text($"focus lost for {milliseconds / 1000.0:0.#} s in all: 30 to 60 s"),
        _ => Text($"focus lost for {milliseconds / 1000.0:0.#} s in all: less than 30 s"),
    };

    private static string Compare(Samples samples, string verb, string unit, double? baseline, Func<double, string> judge)
    {
        if (samples.Count == 0)
            return "no samples yet";
        var ratio = samples.Mean / baseline ?? 1;
        return Text($"{verb} {samples.Mean:0.#} {unit} on average of {samples.Count} samples, {ratio * 100:0} % of the baseline {baseline:0.#}: {judge(ratio)}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Sums of weights like 0.2 + 0.1 must meet the lines at 0.3 and 0.7 exactly.
    private static double Rounded(double score) => Math.Round(score, 9);

    /// <summary>A weight after scaling; 0 with a reason when it is not counted, 0 without one when there is no baseline.</summary>
    private readonly record struct Part(double Weight, string? NotCounted);
}
