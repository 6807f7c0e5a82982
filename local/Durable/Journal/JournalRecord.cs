using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Journal;

/// <summary>
/// A change of the task hub, whole or not at all. The hub's state is what these make of it in their order, while it
/// runs as well as after a crash.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(InstanceCreated), "created")]
[JsonDerivedType(typeof(MessageSent), "message")]
[JsonDerivedType(typeof(StepCommitted), "step")]
[JsonDerivedType(typeof(InstancesPurged), "purged")]
[JsonDerivedType(typeof(InstanceSnapshot), "snapshot")]
abstract record JournalRecord;

/// <param name="TraceParent">The span (W3C) that everything the instance does belongs to; null when nobody made one.</param>
sealed record InstanceCreated(
    string InstanceId, string ExecutionId, string Name, string? Input, ParentLink? Parent, DateTime? StartAt, DateTime At,
    string? TraceParent = null)
    : JournalRecord;

/// <summary>An event or command from outside.</summary>
sealed record MessageSent(string InstanceId, InboxMessage Message) : JournalRecord;

/// <summary>A step of an orchestration with all that follows from it.</summary>
/// <param name="InstanceId">Whose step.</param>
/// <param name="At">When it ran.</param>
/// <param name="Consumed">Numbers of the stored messages that it dealt with.</param>
/// <param name="Events">What its history grows by.</param>
/// <param name="CustomStatus">JSON of the status that the orchestrator shows.</param>
/// <param name="Outcome">Set when the execution ended.</param>
/// <param name="Children">Sub-orchestrations to start.</param>
/// <param name="Messages">To other instances.</param>
sealed record StepCommitted(
    string InstanceId,
    DateTime At,
    IReadOnlyList<long> Consumed,
    IReadOnlyList<HistoryEvent> Events,
    string? CustomStatus,
    StepOutcome? Outcome,
    IReadOnlyList<ChildStart> Children,
    IReadOnlyList<OutgoingMessage> Messages) : JournalRecord;

sealed record InstancesPurged(IReadOnlyList<string> InstanceIds) : JournalRecord;

/// <summary>An instance as it is; what a compacted journal consists of.</summary>
sealed record InstanceSnapshot(
    InstanceCreated Created,
    bool BegunAnew,
    OrchestrationRuntimeStatus? EndedAs,
    DateTime UpdatedAt,
    string? CustomStatus,
    string? CarriedStatus,
    string? Output,
    Failure? Failure,
    IReadOnlyList<HistoryEvent> History,
    IReadOnlyList<InboxMessage> Inbox,
    long LastNumber) : JournalRecord;

/// <summary>Which call of which execution a sub-orchestration answers.</summary>
sealed record ParentLink(string InstanceId, string ExecutionId, string Name, int TaskId);

/// <summary>Something on its way into an instance's history.</summary>
/// <param name="Number">Unique; 0 for what is made again after a crash: timers that fired and activities' results.</param>
/// <param name="ExecutionId">Only for this execution; null for any.</param>
/// <param name="Event">What will be in the history.</param>
sealed record InboxMessage(long Number, string? ExecutionId, HistoryEvent Event);

sealed record OutgoingMessage(string InstanceId, InboxMessage Message);

/// <param name="InstanceId">The child.</param>
/// <param name="ExecutionId">The child's execution.</param>
/// <param name="Name">The child's orchestrator.</param>
/// <param name="Input">JSON.</param>
/// <param name="TaskId">The parent's call.</param>
/// <param name="RefusalNumber">Number of the message to the parent if an instance of that id already runs.</param>
sealed record ChildStart(string InstanceId, string ExecutionId, string Name, string? Input, int TaskId, long RefusalNumber);

/// <param name="EndedAs">Null when it begins anew.</param>
/// <param name="Output">JSON of the output, or the message of the failure.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Next">The execution that follows.</param>
sealed record StepOutcome(OrchestrationRuntimeStatus? EndedAs, string? Output, Failure? Failure, NextExecution? Next);

sealed record NextExecution(string ExecutionId, string? Input, IReadOnlyList<InboxMessage> Carryover);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalRecord))]
sealed partial class JournalJson : JsonSerializerContext
{
    public static byte[] Write(JournalRecord journaled) =>
        JsonSerializer.SerializeToUtf8Bytes(journaled, Default.JournalRecord);

    public static JournalRecord Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.JournalRecord)!;
}
