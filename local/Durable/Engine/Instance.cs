using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.History;
using Proctoring.Local.Durable.Journal;

namespace Proctoring.Local.Durable.Engine;

/// <summary>An orchestration instance. Changed only under the hub state's lock.</summary>
sealed class Instance(InstanceCreated created)
{
    readonly List<HistoryEvent> _history = [];

    public InstanceCreated Created { get; private set; } = created;

    public string Id => Created.InstanceId;

    public string ExecutionId => Created.ExecutionId;

    public DateTime UpdatedAt { get; private set; } = created.At;

    public string? CustomStatus { get; private set; }

    public string? Output { get; private set; }

    public Failure? Failure { get; private set; }

    /// <summary>Empty when the execution has not begun, and again when it has ended.</summary>
    public IReadOnlyList<HistoryEvent> History => _history;

    public List<InboxMessage> Inbox { get; } = [];

    public Dictionary<int, ActivityScheduled> OpenActivities { get; } = [];

    public Dictionary<int, DateTime> OpenTimers { get; } = [];

    public bool Ended => EndedAs is not null;

    /// <summary>Waits for a worker or is being worked on; not stored.</summary>
    public bool Taken { get; set; }

    public OrchestrationRuntimeStatus Status => EndedAs
        ?? (Suspended ? OrchestrationRuntimeStatus.Suspended
        : _history.Count == 0 && !BegunAnew ? OrchestrationRuntimeStatus.Pending
        : OrchestrationRuntimeStatus.Running);

    OrchestrationRuntimeStatus? EndedAs { get; set; }

    bool Suspended { get; set; }

    bool BegunAnew { get; set; }

    /// <summary>The status shown by the execution before this one, until this one sets its own.</summary>
    string? CarriedStatus { get; set; }

    public bool HasWork(DateTime now) => !Ended && (_history.Count > 0
        ? Inbox.Count > 0
        : Created.StartAt is not { } start || start <= now || Inbox.Any(message => message.Event is ExecutionTerminated));

    public void Apply(StepCommitted step)
    {
        UpdatedAt = step.At;
        CustomStatus = step.CustomStatus ?? CarriedStatus;
        if (step.Consumed.Count > 0) Inbox.RemoveAll(message => step.Consumed.Contains(message.Number));
        foreach (var happened in step.Events) Append(happened);
        if (step.Outcome is { } outcome) End(outcome);
    }

    public InstanceSnapshot Snapshot(long lastNumber) => new(
        Created, BegunAnew, EndedAs, UpdatedAt, CustomStatus, CarriedStatus, Output, Failure, [.. _history],
        [.. Inbox.Where(message => message.Number > 0)], lastNumber);

    public static Instance From(InstanceSnapshot snapshot)
    {
        var instance = new Instance(snapshot.Created)
        {
            BegunAnew = snapshot.BegunAnew,
            EndedAs = snapshot.EndedAs,
            UpdatedAt = snapshot.UpdatedAt,
            CustomStatus = snapshot.CustomStatus,
            CarriedStatus = snapshot.CarriedStatus,
            Output = snapshot.Output,
            Failure = snapshot.Failure,
        };
        foreach (var happened in snapshot.History) instance.Append(happened);
        instance.Inbox.AddRange(snapshot.Inbox);
        return instance;
    }

    void Append(HistoryEvent happened)
    {
        _history.Add(happened);
        switch (happened)
        {
            case ActivityScheduled activity: OpenActivities[activity.Id] = activity; break;
            case ActivityCompleted(var id, _): OpenActivities.Remove(id); break;
            case ActivityFailed(var id, _): OpenActivities.Remove(id); break;
            case TimerCreated(var id, var fireAt): OpenTimers[id] = fireAt; break;
            case TimerFired(var id): OpenTimers.Remove(id); break;
            case ExecutionSuspended: Suspended = true; break;
            case ExecutionResumed: Suspended = false; break;
        }
    }

    void End(StepOutcome outcome)
    {
        _history.Clear();
        _history.TrimExcess();
        OpenActivities.Clear();
        OpenActivities.TrimExcess();
        OpenTimers.Clear();
        OpenTimers.TrimExcess();
        Suspended = false;
        if (outcome.Next is { } next)
        {
            BegunAnew = true;
            CarriedStatus = CustomStatus;
            Created = Created with { ExecutionId = next.ExecutionId, Input = next.Input, StartAt = null };
            Inbox.InsertRange(0, next.Carryover);
            return;
        }
        (EndedAs, Output, Failure) = (outcome.EndedAs, outcome.Output, outcome.Failure);
        Inbox.Clear();
        Inbox.TrimExcess();
    }
}
