using System.Globalization;
using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>
/// The rule of one event type in one session, with its explanations, which are the same for all events. Each is made when
/// it is first needed: a session sees few of the types.
/// </summary>
internal sealed class TypeRules
{
    private TypeRules(SessionPlan plan, EventType type)
    {
        var policy = plan.Policy;
        var rule = policy.Rules.GetValueOrDefault(type.Name) ?? new(0);

        _notCounted = NotCounted(plan, type);
        Deduction = IsCounted ? Math.Max(0, rule.Deduction) : 0;
        CooldownTicks = rule.Cooldown.Ticks;
        Cap = rule.Cap ?? int.MaxValue;
        Alerts = rule.Alert;
        _policy = policy;
        _type = type;
    }

    private readonly Policy _policy;
    private readonly EventType _type;
    private readonly string? _notCounted;
    private string? _charged, _cooling, _capped, _paused;

    /// <summary>False when the policy allows the type or an accommodation exempts it.</summary>
    internal bool IsCounted => _notCounted is null;
    internal int Deduction { get; }
    internal long CooldownTicks { get; }
    internal int Cap { get; }
    internal bool Alerts { get; }

    internal string Charged => _charged ??= _notCounted is not null ? Text($"{_type}: 0 points, {_notCounted}")
        : Deduction == 0 ? Text($"{_type}: 0 points ({Preset})")
        : Text($"{_type}: −{Deduction} {Points(Deduction)} ({Preset})");

    internal string Cooling =>
        _cooling ??= Text($"{_type}: 0 points, within the cooldown of {TimeSpan.FromTicks(CooldownTicks).TotalSeconds:0.#} s ({Preset})");

    internal string Capped => _capped ??= Text($"{_type}: 0 points, its cap of {Cap} points is reached ({Preset})");

    internal string Paused => _paused ??= Text($"{_type}: 0 points, paused");

    internal string CappedAt(int points) =>
        Text($"{_type}: −{points} of {Deduction} points, its cap of {Cap} points is reached ({Preset})");

    private string Preset => $"{_policy.Sensitivity.ToString().ToLowerInvariant()} policy, version {_policy.Version}";

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
