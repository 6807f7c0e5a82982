using System.Text.Json.Serialization;

namespace Proctoring.Local.Durable.History;

/// <summary>
/// One fact in an orchestration's history. The history is all that an orchestrator is run again from, so nothing here
/// may be changed in a way that old journals cannot be read. Ids number an execution's actions from 0.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(OrchestratorStarted), "step")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(ExecutionTerminated), "terminated")]
[JsonDerivedType(typeof(ExecutionSuspended), "suspended")]
[JsonDerivedType(typeof(ExecutionResumed), "resumed")]
[JsonDerivedType(typeof(ActivityScheduled), "activity")]
[JsonDerivedType(typeof(ActivityCompleted), "activity-done")]
[JsonDerivedType(typeof(ActivityFailed), "activity-failed")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(SubOrchestrationCreated), "sub")]
[JsonDerivedType(typeof(SubOrchestrationCompleted), "sub-done")]
[JsonDerivedType(typeof(SubOrchestrationFailed), "sub-failed")]
[JsonDerivedType(typeof(EventSent), "sent")]
[JsonDerivedType(typeof(EventRaised), "raised")]
abstract record HistoryEvent;

/// <summary>A step begins; all events up to the next one of these happen at this time.</summary>
sealed record OrchestratorStarted(DateTime At) : HistoryEvent;

sealed record ExecutionStarted(string? Input) : HistoryEvent;

sealed record ExecutionTerminated(string? Output) : HistoryEvent;

sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

sealed record ExecutionResumed(string? Reason) : HistoryEvent;

sealed record ActivityScheduled(int Id, string Name, string? Input) : HistoryEvent;

sealed record ActivityCompleted(int Id, string? Result) : HistoryEvent;

sealed record ActivityFailed(int Id, Failure Failure) : HistoryEvent;

sealed record TimerCreated(int Id, DateTime FireAt) : HistoryEvent;

sealed record TimerFired(int Id) : HistoryEvent;

sealed record SubOrchestrationCreated(int Id, string Name, string InstanceId) : HistoryEvent;

sealed record SubOrchestrationCompleted(int Id, string? Result) : HistoryEvent;

sealed record SubOrchestrationFailed(int Id, Failure Failure) : HistoryEvent;

sealed record EventSent(int Id, string InstanceId, string Name) : HistoryEvent;

sealed record EventRaised(string Name, string? Payload) : HistoryEvent;
