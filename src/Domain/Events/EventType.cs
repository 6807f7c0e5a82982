using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Names = Proctoring.Domain.Events.EventTypeNames;

namespace Proctoring.Domain.Events;

/// <summary>A kind of proctoring event: one instance for each entry of the catalogue, so reference equality holds.</summary>
[JsonConverter(typeof(EventTypeConverter))]
public sealed class EventType
{
    private static readonly List<EventType> Catalogue = [];

    public static readonly EventType LookingAway = Add(Names.LookingAway, Severity.Low);
    public static readonly EventType NoFace = Add(Names.NoFace, Severity.High);
    public static readonly EventType MultipleFaces = Add(Names.MultipleFaces, Severity.Critical);
    public static readonly EventType ObjectDetected = Add(Names.ObjectDetected, Severity.High);
    public static readonly EventType EyeClosed = Add(Names.EyeClosed, Severity.Low);
    public static readonly EventType AudioSuspicious = Add(Names.AudioSuspicious, Severity.Medium);
    public static readonly EventType TabSwitch = Add(Names.TabSwitch, Severity.Medium);
    public static readonly EventType FocusLost = Add(Names.FocusLost, Severity.Low);
    public static readonly EventType FullscreenExit = Add(Names.FullscreenExit, Severity.Medium);
    public static readonly EventType Copy = Add(Names.Copy, Severity.Medium);
    public static readonly EventType Paste = Add(Names.Paste, Severity.High);
    public static readonly EventType ContextMenu = Add(Names.ContextMenu, Severity.Low);
    public static readonly EventType DevTools = Add(Names.DevTools, Severity.High);
    public static readonly EventType BlockedShortcut = Add(Names.BlockedShortcut, Severity.Low);
    public static readonly EventType CameraOff = Add(Names.CameraOff, Severity.High);
    public static readonly EventType MicrophoneOff = Add(Names.MicrophoneOff, Severity.Medium);
    public static readonly EventType FaceMismatch = Add(Names.FaceMismatch, Severity.Critical);
    public static readonly EventType TypingSample = Add(Names.TypingSample, Severity.Info, "data.wpm");
    public static readonly EventType MouseSample = Add(Names.MouseSample, Severity.Info, "data.pxPerSecond");
    public static readonly EventType AnswerTiming = Add(Names.AnswerTiming, Severity.Info, "data.seconds");
    public static readonly EventType Heartbeat = Add(Names.Heartbeat, Severity.Info);

    /// <summary>Every type there is, in the catalogue's order.</summary>
    public static IReadOnlyList<EventType> All => Catalogue;

    private static readonly Dictionary<string, EventType> ByName = Catalogue.ToDictionary(type => type.Name, StringComparer.Ordinal);

    // Few types share a length: looking there is quicker than hashing.
    private static readonly EventType[][] ByLength = GroupByLength();

    private readonly byte[] _utf8Name;

    private EventType(string name, Severity severity, string? sampleField, int index)
    {
        Name = name;
        Severity = severity;
        SampleField = sampleField;
        Index = index;
        _utf8Name = Encoding.ASCII.GetBytes(name);
    }

    public string Name { get; }

    public Severity Severity { get; }

    /// <summary>
    /// Whether it is taken and scored even of a session that has sent more events than are kept: severity high or critical.
    /// </summary>
    public bool IsGrave => Severity >= Severity.High;

    /// <summary>Position in <see cref="All"/>; not stable across releases, hence never stored.</summary>
    internal int Index { get; }

    /// <summary>The field that holds the measured value of a sample type; null for other types.</summary>
    internal string? SampleField { get; }

    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out EventType? type)
    {
        type = null;
        return name is not null && ByName.TryGetValue(name, out type);
    }

    internal static bool TryParse(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out EventType? type)
    {
        if (utf8Name.Length < ByLength.Length)
        {
            foreach (var candidate in ByLength[utf8Name.Length])
            {
                if (utf8Name.SequenceEqual(candidate._utf8Name))
                {
                    type = candidate;
                    return true;
                }
            }
        }

        type = null;
        return false;
    }

    public override string ToString() => Name;

    private static EventType Add(string name, Severity severity, string? sampleField = null)
    {
        var type = new EventType(name, severity, sampleField, Catalogue.Count);
        Catalogue.Add(type);
        return type;
    }

    private static EventType[][] GroupByLength() =>
        [.. Enumerable.Range(0, Catalogue.Max(type => type.Name.Length) + 1)
            .Select(length => Catalogue.Where(type => type.Name.Length == length).ToArray())];
}

/// <summary>An event type is its name in JSON.</summary>
public sealed class EventTypeConverter : JsonConverter<EventType>
{
    public override EventType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EventType.TryParse(reader.GetString(), out var type)
            ? type
            : throw new JsonException("Not a known event type.");

    public override void Write(Utf8JsonWriter writer, EventType value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
