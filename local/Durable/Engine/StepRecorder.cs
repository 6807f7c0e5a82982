using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.History;
using Proctoring.Local.Durable.Journal;
using Proctoring.Local.Durable.Replay;

namespace Proctoring.Local.Durable.Engine;

/// <summary>Turns what a step came to into the one record that commits it.</summary>
sealed class StepRecorder(TaskHubState state)
{
    public StepCommitted Record(
        Instance instance, DateTime at, IReadOnlyList<long> consumed, IReadOnlyList<HistoryEvent> fresh, StepResult result)
    {
        var events = new List<HistoryEvent>(fresh);
        var children = new List<ChildStart>();
        var messages = new List<OutgoingMessage>();
        StepOutcome? outcome = null;
        foreach (var action in result.Actions)
        {
            switch (action)
            {
                case ScheduleActivity activity:
                    events.Add(new ActivityScheduled(activity.Id, activity.Name, activity.Input));
                    break;
                case CreateTimer timer:
                    events.Add(new TimerCreated(timer.Id, timer.FireAt));
                    break;
                case CreateSubOrchestration sub:
                    events.Add(new SubOrchestrationCreated(sub.Id, sub.Name, sub.InstanceId));
                    children.Add(new(sub.InstanceId, NewExecutionId(), sub.Name, sub.Input, sub.Id, state.NextNumber()));
                    break;
                case SendEvent sent:
                    events.Add(new EventSent(sent.Id, sent.InstanceId, sent.Name));
                    messages.Add(new(sent.InstanceId, new(state.NextNumber(), null, new EventRaised(sent.Name, sent.Payload))));
                    break;
                case CompleteOrchestration { Outcome: var ended }:
                    outcome = Describe(ended);
                    if (AnswerToParent(instance, ended) is { } answer) messages.Add(answer);
                    break;
            }
        }
        // The history of an execution that ended is not kept.
        return new(instance.Id, at, consumed, outcome is null ? events : [], result.CustomStatus, outcome, children, messages);
    }

    public static string NewExecutionId() => Guid.NewGuid().ToString("N");

    StepOutcome Describe(Outcome ended) => ended switch
    {
        Completed completed => new(OrchestrationRuntimeStatus.Completed, completed.Output, null, null),
        Failed failed => new(OrchestrationRuntimeStatus.Failed, failed.Failure.Message, failed.Failure, null),
        Terminated terminated => new(OrchestrationRuntimeStatus.Terminated, terminated.Output, null, null),
        ContinuedAsNew next => new(null, null, null, new(NewExecutionId(), next.Input,
            [.. next.Carryover.Select(raised => new InboxMessage(state.NextNumber(), null, raised))])),
        _ => throw new NotSupportedException($"An execution cannot end as {ended.GetType().Name}."),
    };

    OutgoingMessage? AnswerToParent(Instance instance, Outcome ended)
    {
        if (instance.Created.Parent is not { } parent) return null;
        HistoryEvent? answer = ended switch
        {
            Completed completed => new SubOrchestrationCompleted(parent.TaskId, completed.Output),
            Failed failed => new SubOrchestrationFailed(parent.TaskId, failed.Failure),
            Terminated terminated => new SubOrchestrationFailed(parent.TaskId, new Failure(
                "OrchestrationTerminated", terminated.Output ?? $"The sub-orchestration {instance.Id} was terminated.")),
            _ => null,
        };
        return answer is null ? null : new(parent.InstanceId, new(state.NextNumber(), parent.ExecutionId, answer));
    }
}
