namespace Proctoring.Domain.Events;

/// <summary>The names of all event types as they travel in JSON.</summary>
public static class EventTypeNames
{
    public const string LookingAway = "LOOKING_AWAY";
    public const string NoFace = "NO_FACE";
    public const string MultipleFaces = "MULTIPLE_FACES";
    public const string ObjectDetected = "OBJECT_DETECTED";
    public const string EyeClosed = "EYE_CLOSED";
    public const string AudioSuspicious = "AUDIO_SUSPICIOUS";
    public const string TabSwitch = "TAB_SWITCH";
    public const string FocusLost = "FOCUS_LOST";
    public const string FullscreenExit = "FULLSCREEN_EXIT";
    public const string Copy = "COPY";
    public const string Paste = "PASTE";
    public const string ContextMenu = "CONTEXT_MENU";
    public const string DevTools = "DEVTOOLS";
    public const string BlockedShortcut = "BLOCKED_SHORTCUT";
    public const string CameraOff = "CAMERA_OFF";
    public const string MicrophoneOff = "MICROPHONE_OFF";
    public const string FaceMismatch = "FACE_MISMATCH";
    public const string TypingSample = "TYPING_SAMPLE";
    public const string MouseSample = "MOUSE_SAMPLE";
    public const string AnswerTiming = "ANSWER_TIMING";
    public const string Heartbeat = "HEARTBEAT";
}
