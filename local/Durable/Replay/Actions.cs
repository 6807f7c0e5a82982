using Microsoft.DurableTask;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Replay;

/// <summary>Something that an orchestrator asked for and that its history does not hold yet.</summary>
abstract record OrchestratorAction(int Id);

sealed record ScheduleActivity(int Id, string Name, string? Input) : OrchestratorAction(Id);

sealed record CreateTimer(int Id, DateTime FireAt) : OrchestratorAction(Id);

sealed record CreateSubOrchestration(int Id, string Name, string InstanceId, string? Input) : OrchestratorAction(Id);

sealed record SendEvent(int Id, string InstanceId, string Name, string? Payload) : OrchestratorAction(Id);

sealed record CompleteOrchestration(int Id, Outcome Outcome) : OrchestratorAction(Id);

/// <summary>How an execution ended.</summary>
abstract record Outcome;

sealed record Completed(string? Output) : Outcome;

sealed record Failed(Failure Failure) : Outcome;

sealed record Terminated(string? Output) : Outcome;

/// <param name="Input">Input of the next execution.</param>
/// <param name="Carryover">Events that came after the orchestrator asked for the next execution.</param>
sealed record ContinuedAsNew(string? Input, IReadOnlyList<EventRaised> Carryover) : Outcome;

/// <summary>Runs the orchestrator function from its beginning with this context.</summary>
delegate Task<object?> RunOrchestrator(TaskOrchestrationContext context, string? input);

/// <summary>What one step of an orchestrator came to.</summary>
/// <param name="Actions">New actions in the order of their ids; the outcome, if it ended, is among them.</param>
/// <param name="CustomStatus">JSON of the custom status as it now is.</param>
/// <param name="OpenTimers">Timers that are still waited for.</param>
sealed record StepResult(
    IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus, IReadOnlySet<int> OpenTimers);
