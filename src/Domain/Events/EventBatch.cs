using System.Text.Json.Serialization;

namespace Proctoring.Domain.Events;

/// <summary>Why a whole body was turned down.</summary>
public enum BatchFaultKind
{
    /// <summary>Not JSON, or neither an event nor a list of events.</summary>
    Malformed,

    /// <summary>A list without an event.</summary>
    Empty,

    /// <summary>More than <see cref="EventLimits.MaxBatch"/> events (413).</summary>
    TooMany,
}

/// <summary>A fault of the whole body.</summary>
public sealed record BatchFault(BatchFaultKind Kind, string Field, string Reason);

/// <summary>An event that was turned down: its place in the request, its id if it had a valid one, the field at fault and why.</summary>
/// <param name="Start">Where its JSON lies in the body, for those who keep it.</param>
public sealed record EventRefusal(
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Field,
    string Reason,
    [property: JsonIgnore] int Start,
    [property: JsonIgnore] int Length);

/// <summary>An acceptable event and where its JSON lies in the body.</summary>
public readonly record struct AcceptedEvent(int Index, ProctoringEvent Event, int Start, int Length);

/// <summary>What a body of events holds. With a <see cref="Fault"/> both lists are empty.</summary>
public sealed record EventBatch(BatchFault? Fault, IReadOnlyList<AcceptedEvent> Accepted, IReadOnlyList<EventRefusal> Refused);

/// <summary>An acceptable event by its place in the body alone: of the event's JSON, and of its id within (without the quotes).</summary>
public readonly record struct CheckedEvent(int Index, int Start, int Length, int IdStart, int IdLength);

/// <summary>As <see cref="EventBatch"/>, without materialised events: what an ingest needs to pass the bytes on.</summary>
/// <param name="IsList">False for a body that is one event.</param>
/// <param name="NotGrave">Events refused for nothing but that: only grave ones were asked for.</param>
public sealed record CheckedBatch(
    BatchFault? Fault, IReadOnlyList<CheckedEvent> Accepted, IReadOnlyList<EventRefusal> Refused, bool IsList, int NotGrave);
