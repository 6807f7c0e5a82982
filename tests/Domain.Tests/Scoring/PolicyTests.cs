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
}
