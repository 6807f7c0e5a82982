using System.Globalization;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Events.EventTypeNames;

namespace Proctoring.Domain.Alerts;

/// <summary>What an alert says at the first event of an episode.</summary>
internal static class EpisodeMessages
{
    internal static string For(ProctoringEvent e)
    {
        var message = e.Type.Name switch
        {
            LookingAway => "The candidate looks away",
            NoFace => "No face is in view",
            MultipleFaces => "More than one face is in view",
            ObjectDetected => "A forbidden object is in view",
            EyeClosed => "The candidate's eyes are closed",
            AudioSuspicious => "Suspicious sound",
            TabSwitch => "The candidate switched to another tab",
            FullscreenExit => "The candidate left full screen",
            Copy => "The candidate copied text",
            Paste => "The candidate pasted text",
            DevTools => "Developer tools were opened",
            BlockedShortcut => "A blocked keyboard shortcut was pressed",
            CameraOff => "The camera is off",
            MicrophoneOff => "The microphone is off",
            FaceMismatch => "The face is not the candidate's",
            _ => e.Type.Name,
        };
        if (e.Label is { Length: > 0 } label)
            message += $": {label}";
        return e.Confidence is { } confidence
            ? string.Create(CultureInfo.InvariantCulture, $"{message} ({confidence * 100:0} % sure)")
            : message;
    }
}
