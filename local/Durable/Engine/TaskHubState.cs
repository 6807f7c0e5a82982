using DurableTask.Core.Exceptions;
using Proctoring.Local.Durable.History;
using Proctoring.Local.Durable.Journal;

namespace Proctoring.Local.Durable.Engine;

/// <summary>All instances of the task hub, as the journal's records made them.</summary>
sealed class TaskHubState
{
    readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    readonly Dictionary<string, TaskCompletionSource> _watchers = new(StringComparer.Ordinal);
    long _lastNumber;

    public Lock Lock { get; } = new();

    /// <summary>Told of every instance that may have got something to do. Runs under the lock.</summary>
    public Action<Instance>? Touched { get; set; }

    public IReadOnlyCollection<Instance> Instances => _instances.Values;

    /// <summary>The next number for a stored message.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    public Instance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    /// <summary>Completes at the next change of the instance. To be called under the lock.</summary>
    public Task NextChangeOf(string instanceId)
    {
        if (!_watchers.TryGetValue(instanceId, out var watcher))
            _watchers[instanceId] = watcher = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return watcher.Task;
    }

    /// <summary>Takes a record's effect. The same while running and while recovering.</summary>
    public void Apply(JournalRecord journaled)
    {
        lock (Lock)
        {
            switch (journaled)
            {
                case InstanceCreated created:
                    Create(created);
                    break;
                case MessageSent(var instanceId, var message):
                    Deliver(instanceId, message);
                    break;
                case StepCommitted step:
                    Apply(step);
                    break;
                case InstancesPurged purged:
                    foreach (var id in purged.InstanceIds)
                        if (_instances.Remove(id)) Changed(id);
                    break;
                case InstanceSnapshot snapshot:
                    _instances[snapshot.Created.InstanceId] = Instance.From(snapshot);
                    _lastNumber = Math.Max(_lastNumber, snapshot.LastNumber);
                    break;
                default:
                    throw new NotSupportedException($"The journal holds an unknown record {journaled.GetType().Name}.");
            }
        }
    }

    public List<InstanceSnapshot> Snapshot()
    {
        lock (Lock) return [.. _instances.Values.Select(instance => instance.Snapshot(_lastNumber))];
    }

    /// <summary>Puts a message into an inbox; dropped if it comes too late. To be called under the lock.</summary>
    public void Deliver(string instanceId, InboxMessage message)
    {
        _lastNumber = Math.Max(_lastNumber, message.Number);
        if (Find(instanceId) is not { Ended: false } instance) return;
        if (message.ExecutionId is { } execution && execution != instance.ExecutionId) return;
        instance.Inbox.Add(message);
        Touched?.Invoke(instance);
    }

    void Apply(StepCommitted step)
    {
        if (Find(step.InstanceId) is not { Ended: false } instance) return;
        var parentExecution = instance.ExecutionId;
        instance.Apply(step);
        foreach (var carried in step.Outcome?.Next?.Carryover ?? []) _lastNumber = Math.Max(_lastNumber, carried.Number);
        foreach (var child in step.Children)
            Start(child, step, new ParentLink(instance.Id, parentExecution, instance.Created.Name, child.TaskId));
        foreach (var (to, message) in step.Messages) Deliver(to, message);
        Changed(instance.Id);
        Touched?.Invoke(instance);
    }

    void Start(ChildStart child, StepCommitted step, ParentLink parent)
    {
        _lastNumber = Math.Max(_lastNumber, child.RefusalNumber);
        if (Create(new(child.InstanceId, child.ExecutionId, child.Name, child.Input, parent, null, step.At))) return;
        var refusal = new SubOrchestrationFailed(child.TaskId, new Failure(
            typeof(OrchestrationAlreadyExistsException).FullName!,
            $"An orchestration instance with the ID {child.InstanceId} already exists."));
        Deliver(parent.InstanceId, new(child.RefusalNumber, parent.ExecutionId, refusal));
    }

    /// <returns>False if an instance of that id runs.</returns>
    bool Create(InstanceCreated created)
    {
        if (Find(created.InstanceId) is { Ended: false }) return false;
        var instance = new Instance(created);
        _instances[created.InstanceId] = instance;
        Changed(created.InstanceId);
        Touched?.Invoke(instance);
        return true;
    }

    void Changed(string instanceId)
    {
        if (_watchers.Remove(instanceId, out var watcher)) watcher.SetResult();
    }
}
