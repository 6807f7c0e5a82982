using static Proctoring.Domain.Events.EventTypeNames;

namespace Proctoring.Domain.Scoring;

/// <summary>The rules of the three sensitivities.</summary>
internal static class PolicyPresets
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(60);

    /// <summary>The six deductions that cost points, every time.</summary>
    internal static IReadOnlyDictionary<string, PolicyRule> Medium { get; } = new Dictionary<string, PolicyRule>
    {
        [LookingAway] = new(5),
        [NoFace] = new(10, Alert: true),
        [MultipleFaces] = new(20, Alert: true),
        [ObjectDetected] = new(15, Alert: true),
        [EyeClosed] = new(5),
        [AudioSuspicious] = new(10, Alert: true),
        [FaceMismatch] = new(0, Alert: true),
        [DevTools] = new(0, Alert: true),
        [CameraOff] = new(0, Alert: true),
        [MicrophoneOff] = new(0, Alert: true),
        [Copy] = new(0, Alert: true),
        [Paste] = new(0, Alert: true),
        [TabSwitch] = new(0, Alert: true),
        [FullscreenExit] = new(0, Alert: true),
    };

    /// <summary>As medium, and what the browser sees costs points too; more types raise alerts.</summary>
    internal static IReadOnlyDictionary<string, PolicyRule> High { get; } = new Dictionary<string, PolicyRule>(Medium)
    {
        [LookingAway] = new(5, Alert: true),
        [EyeClosed] = new(5, Alert: true),
        [FaceMismatch] = new(25, Alert: true),
        [DevTools] = new(15, Alert: true),
        [CameraOff] = new(15, Alert: true),
        [MicrophoneOff] = new(10, Alert: true),
        [Copy] = new(5, Alert: true),
        [Paste] = new(10, Alert: true),
        [TabSwitch] = new(5, Alert: true),
        [FullscreenExit] = new(5, Alert: true),
        [BlockedShortcut] = new(5, Alert: true),
        [FocusLost] = new(2),
        [ContextMenu] = new(1),
    };

    /// <summary>As medium, but a run of the same event costs once a minute, and no type alone ruins the score.</summary>
    internal static IReadOnlyDictionary<string, PolicyRule> Low { get; } = new Dictionary<string, PolicyRule>(Medium)
    {
        [LookingAway] = new(5, Cooldown, Cap: 20),
        [NoFace] = new(10, Cooldown, Cap: 40, Alert: true),
        [MultipleFaces] = new(20, Cooldown, Cap: 60, Alert: true),
        [ObjectDetected] = new(15, Cooldown, Cap: 60, Alert: true),
        [EyeClosed] = new(5, Cooldown, Cap: 20),
        [AudioSuspicious] = new(10, Cooldown, Cap: 30, Alert: true),
    };
}
