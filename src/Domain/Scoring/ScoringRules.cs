using System.Runtime.CompilerServices;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>A plan's rules, compiled once for each plan.</summary>
internal sealed class ScoringRules
{
    // A plan is immutable: this only remembers what can be computed from it again.
    private static readonly ConditionalWeakTable<SessionPlan, ScoringRules> Compiled = [];

    private ScoringRules(SessionPlan plan)
    {
        Types = TypeRules.For(plan);
        Risk = new(plan);
        Lines = plan.Policy.Lines;
        QuietTicks = plan.Policy.QuietTime.Ticks;
    }

    internal TypeRules[] Types { get; }
    internal RiskRules Risk { get; }
    internal AlertLines Lines { get; }
    internal long QuietTicks { get; }

    internal static ScoringRules Of(SessionPlan plan) => Compiled.GetValue(plan, static p => new(p));
}
