using System.Globalization;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>The rule of one event type in one session, with its explanations ready: they are the same for all events.</summary>
internal sealed class TypeRules
{
    private TypeRules(SessionPlan plan, EventType type)
    {
        var policy = plan.Policy;
        var rule = policy.Rules.GetValueOrDefault(type.Name) ?? new(0);
        var notCounted = NotCounted(plan, type);
        var preset = $"{policy.Sensitivity.ToString().ToLowerInvariant()} policy, version {policy.Version}";

        IsCounted = notCounted is null;
        Deduction = IsCounted ? Math.Max(0, rule.Deduction) : 0;
        CooldownTicks = rule.Cooldown.Ticks;
        Cap = rule.Cap ?? int.MaxValue;
        Alerts = IsCounted && rule.Alert;
        Charged = notCounted is not null ? Text($"{type}: 0 points, {notCounted}")
            : Deduction == 0 ? Text($"{type}: 0 points ({preset})")
            : Text($"{type}: −{Deduction} {Points(Deduction)} ({preset})");
        Cooling = Text($"{type}: 0 points, within the cooldown of {rule.Cooldown.TotalSeconds:0.#} s ({preset})");
        Capped = Text($"{type}: 0 points, its cap of {Cap} points is reached ({preset})");
        Paused = Text($"{type}: 0 points, paused");
        _preset = preset;
        _type = type;
    }

    private readonly string _preset;
    private readonly EventType _type;

    /// <summary>False when the policy allows the type or an accommodation exempts it.</summary>
    internal bool IsCounted { get; }
    internal int Deduction { get; }
    internal long CooldownTicks { get; }
    internal int Cap { get; }
    internal bool Alerts { get; }
    internal string Charged { get; }
    internal string Cooling { get; }
    internal string Capped { get; }
    internal string Paused { get; }

    internal string CappedAt(int points) =>
        Text($"{_type}: −{points} of {Deduction} points, its cap of {Cap} points is reached ({_preset})");

    /// <summary>One rule for each type, by the type's index.</summary>
    internal static TypeRules[] For(SessionPlan plan) => [.. EventType.All.Select(type => new TypeRules(plan, type))];

    /// <summary>Why a type does not count in this session; null when it does.</summary>
    internal static string? NotCounted(SessionPlan plan, EventType type)
    {
        if (plan.Accommodations.ExemptEventTypes.Contains(type))
            return "exempted by an accommodation";
        if (plan.Policy.AllowTabSwitch && (type == EventType.TabSwitch || type == EventType.FocusLost || type == EventType.FullscreenExit))
            return "the exam allows tab switches";
        return plan.Policy.AllowCopyPaste && (type == EventType.Copy || type == EventType.Paste) ? "the exam allows copy and paste" : null;
    }

    private static string Points(int count) => count == 1 ? "point" : "points";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
