using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Tests.Scoring;

public sealed class PolicyTests
{
    public static TheoryData<Sensitivity> Presets => [.. Enum.GetValues<Sensitivity>()];

    [Theory]
    [MemberData(nameof(Presets))]
    public void EveryRuleNamesAKnownTypeAndAScore(Sensitivity sensitivity) => Assert.All(Policy.For(sensitivity).Rules, rule =>
    {
        Assert.True(EventType.TryParse(rule.Key, out _), rule.Key);
        Assert.InRange(rule.Value.Deduction, 0, 100);
        Assert.True(rule.Value.Cap is null || rule.Value.Cap >= rule.Value.Deduction);
    });

    [Fact]
    public void TheHighPolicyDeductsAndAlertsForMore() => Assert.Equal(
        [
            "AUDIO_SUSPICIOUS 10 !", "BLOCKED_SHORTCUT 5 !", "CAMERA_OFF 15 !", "CONTEXT_MENU 1", "COPY 5 !", "DEVTOOLS 15 !", "EYE_CLOSED 5 !",
            "FACE_MISMATCH 25 !", "FOCUS_LOST 2", "FULLSCREEN_EXIT 5 !", "LOOKING_AWAY 5 !", "MICROPHONE_OFF 10 !", "MULTIPLE_FACES 20 !", "NO_FACE 10 !",
            "OBJECT_DETECTED 15 !", "PASTE 10 !", "TAB_SWITCH 5 !",
        ],
        Of(Sensitivity.High));

    [Fact]
    public void TheLowPolicyHasCooldownsAndCaps() => Assert.Equal(
        [
            "AUDIO_SUSPICIOUS 10 60s <=30 !", "CAMERA_OFF 0 !", "COPY 0 !", "DEVTOOLS 0 !", "EYE_CLOSED 5 60s <=20", "FACE_MISMATCH 0 !", "FULLSCREEN_EXIT 0 !",
            "LOOKING_AWAY 5 60s <=20", "MICROPHONE_OFF 0 !", "MULTIPLE_FACES 20 60s <=60 !", "NO_FACE 10 60s <=40 !", "OBJECT_DETECTED 15 60s <=60 !",
            "PASTE 0 !", "TAB_SWITCH 0 !",
        ],
        Of(Sensitivity.Low));

    [Fact]
    public void TheStricterPolicyNeverDeductsLess()
    {
        foreach (var type in EventType.All)
        {
            var points = Enum.GetValues<Sensitivity>().Select(s => Policy.For(s).Rules.GetValueOrDefault(type.Name)?.Deduction ?? 0).ToArray();
            Assert.Equal(points.Order(), points);
        }
    }

    [Fact]
    public void TheStricterPolicyWaitsLess()
    {
        Assert.Equal([120, 60, 30], Enum.GetValues<Sensitivity>().Select(s => Policy.For(s).QuietTime.TotalSeconds));
        Assert.Equal([30, 15, 5], Enum.GetValues<Sensitivity>().Select(s => Policy.For(s).AbandonAfter.TotalMinutes));
        Assert.All(Enum.GetValues<Sensitivity>(), s => Assert.Equal(60, Policy.For(s).MissingAfter.TotalSeconds));
    }

    [Fact]
    public void AlertLinesRearmBelowThemselves()
    {
        Assert.True(AlertLines.Default.MediumRearm < AlertLines.Default.MediumRisk);
        Assert.True(AlertLines.Default.HighRearm < AlertLines.Default.HighRisk);
        Assert.Equal([75, 50, 25], AlertLines.Default.Integrity);
    }

    /// <summary>The rules, each with its points, cooldown, cap and (!) whether it alerts.</summary>
    private static IEnumerable<string> Of(Sensitivity sensitivity) => Policy.For(sensitivity).Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule =>
        $"{rule.Key} {rule.Value.Deduction}"
        + (rule.Value.Cooldown > TimeSpan.Zero ? $" {rule.Value.Cooldown.TotalSeconds}s" : "")
        + (rule.Value.Cap is { } cap ? $" <={cap}" : "")
        + (rule.Value.Alert ? " !" : ""));
}
