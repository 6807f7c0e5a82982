using System.Threading.Channels;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.History;
using Proctoring.Local.Durable.Journal;
using Proctoring.Local.Durable.Replay;

namespace Proctoring.Local.Durable.Engine;

/// <summary>
/// Drives all orchestrations of one data folder: takes an instance that has messages, replays it, commits the step to
/// the journal, then does what the step asked for. What the journal holds is all that a start needs to go on.
/// </summary>
sealed class TaskHub : IAsyncDisposable
{
    static readonly TimeSpan CommitAgainAfter = TimeSpan.FromMilliseconds(100);

    readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();
    readonly TaskHubState _state = new();
    readonly HubJournal _journal;
    readonly StepRecorder _recorder;
    readonly ActivityRunner _activities;
    readonly TimerHeap _timers;
    readonly TimeProvider _clock;
    readonly DataConverter _converter;
    readonly ILoggerFactory _loggers;
    readonly TaskHubOptions _options;
    readonly Lock _stopLock = new();
    readonly CancellationTokenSource _stopping = new();
    Task _working = Task.CompletedTask;
    Task? _stopped;

    public TaskHub(TaskHubOptions options, TimeProvider clock, DataConverter converter, ILoggerFactory loggers)
    {
        (_options, _clock, _converter, _loggers) = (options, clock, converter, loggers);
        var logger = loggers.CreateLogger("Proctoring.Local.Durable");
        _journal = new HubJournal(options.Folder, _state, logger, options.CompactAt, options.Disk);
        _recorder = new StepRecorder(_state);
        _activities = new ActivityRunner(Functions, options.MaxConcurrentActivities, converter, OnFinished, logger);
        _timers = new TimerHeap(clock, OnDue, IsOpen);
        _state.Touched = Take;
    }

    public HubFunctions Functions { get; } = new();

    public TaskHubState State => _state;

    public DataConverter Converter => _converter;

    public DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>Timers that wait; cancelled ones may still be counted.</summary>
    public int WaitingTimers => _timers.Count;

    /// <summary>Begins to work, first of all on what was left by the process before. Functions must be known by now.</summary>
    public void Start()
    {
        List<(Instance Instance, List<ActivityScheduled> Activities, List<KeyValuePair<int, DateTime>> Timers)> open;
        lock (_state.Lock)
        {
            open = [.. _state.Instances.Where(instance => !instance.Ended)
                .Select(instance => (instance, instance.OpenActivities.Values.ToList(), instance.OpenTimers.ToList()))];
            foreach (var (instance, _, _) in open) Take(instance);
        }
        foreach (var (instance, activities, timers) in open)
        {
            foreach (var activity in activities) _activities.Add(new(instance.Id, instance.ExecutionId, activity, instance.Created.TraceParent));
            foreach (var (id, at) in timers) _timers.Add(new(instance.Id, instance.ExecutionId, id), at);
            WakeAtStart(instance);
        }
        // Not earlier, or an activity that a first step asks for would count as left over too.
        _activities.Start();
        _working = Task.WhenAll(Enumerable.Range(0, _options.MaxConcurrentOrchestrators).Select(_ => Task.Run(WorkAsync)));
    }

    /// <summary>Completes when the record is safe and its effect visible.</summary>
    /// <exception cref="IOException">The disk takes no more: nothing has happened.</exception>
    public Task CommitAsync(JournalRecord journaled) => _journal.AppendAsync(journaled);

    /// <summary>A postponed instance begins when its time has come.</summary>
    public void WakeAtStart(Instance instance)
    {
        if (instance is { Created.StartAt: { } start, Ended: false, History.Count: 0 })
            _timers.Add(new(instance.Id, instance.ExecutionId, DueTimer.Start), start);
    }

    /// <summary>Takes on nothing new and lets activities finish until the grace ends; then they are cancelled.</summary>
    public Task StopAsync(CancellationToken graceEnds)
    {
        lock (_stopLock) return _stopped ??= StopOnceAsync(graceEnds);
    }

    public ValueTask DisposeAsync() => new(StopAsync(new CancellationToken(canceled: true)));

    async Task StopOnceAsync(CancellationToken graceEnds)
    {
        // Steps go on until the results of the activities that finished in time are in the history.
        _timers.Dispose();
        await _activities.StopAsync(graceEnds);
        _ready.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _working;
        _stopping.Dispose();
        await _journal.DisposeAsync();
    }

    /// <summary>Runs under the state's lock.</summary>
    void Take(Instance instance)
    {
        if (instance.Taken || !instance.HasWork(Now)) return;
        instance.Taken = _ready.Writer.TryWrite(instance);
    }

    async Task WorkAsync()
    {
        await foreach (var instance in _ready.Reader.ReadAllAsync())
        {
            try
            {
                await StepAsync(instance);
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
            {
                // The journal is closed: nothing may go on.
                return;
            }
            lock (_state.Lock)
            {
                instance.Taken = false;
                Take(instance);
            }
        }
    }

    async Task StepAsync(Instance instance)
    {
        // A clock that was set back must not take an orchestration back in time.
        var at = Now < instance.UpdatedAt ? instance.UpdatedAt : Now;
        IReadOnlyList<HistoryEvent> past;
        List<InboxMessage> messages;
        lock (_state.Lock)
        {
            if (!instance.HasWork(at)) return;
            past = instance.History;
            messages = [.. instance.Inbox];
            instance.Inbox.RemoveAll(message => message.Number == 0);
        }
        long[] consumed = [.. messages.Where(message => message.Number > 0).Select(message => message.Number)];
        List<HistoryEvent> fresh = [new OrchestratorStarted(at)];
        if (past.Count == 0) fresh.Add(new ExecutionStarted(instance.Created.Input));
        fresh.AddRange(messages
            .Where(message => message.ExecutionId is null || message.ExecutionId == instance.ExecutionId)
            .Select(message => message.Event));

        var execution = instance.ExecutionId;
        var result = Run(instance, past, fresh);
        var step = _recorder.Record(instance, at, consumed, fresh, result);
        await CommitStepAsync(step);
        if (step.Outcome is not null) return;
        lock (_state.Lock)
            foreach (var cancelled in instance.OpenTimers.Keys.Where(id => !result.OpenTimers.Contains(id)).ToList())
                instance.OpenTimers.Remove(cancelled);
        foreach (var happened in step.Events)
        {
            if (happened is ActivityScheduled activity) _activities.Add(new(instance.Id, execution, activity, instance.Created.TraceParent));
            else if (happened is TimerCreated(var id, var fireAt) && result.OpenTimers.Contains(id))
                _timers.Add(new(instance.Id, execution, id), fireAt);
        }
    }

    /// <summary>Nobody else repeats a step: it waits until the journal takes it. Given up by a stop, it is made again after the next start.</summary>
    async Task CommitStepAsync(StepCommitted step)
    {
        while (true)
        {
            try
            {
                await CommitAsync(step);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(CommitAgainAfter, _stopping.Token);
            }
        }
    }

    StepResult Run(Instance instance, IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        var created = instance.Created;
        if (past.Count == 0 && created.StartAt > Now && fresh.OfType<ExecutionTerminated>().FirstOrDefault() is { } ended)
            return Ended(new Terminated(ended.Output));
        if (!Functions.Orchestrators.TryGetValue(created.Name, out var orchestrator))
            return Ended(new Failed(new Failure(
                "OrchestratorTaskNotFound",
                $"The function '{created.Name}' doesn't exist, is disabled, or is not an orchestrator function.",
                NonRetriable: true)));
        var parent = created.Parent is { } link ? new ParentOrchestrationInstance(link.Name, link.InstanceId) : null;
        return OrchestrationStep.Run(
            orchestrator, new(created.Name, instance.Id, parent), past, fresh, _converter, _loggers);

        static StepResult Ended(Outcome outcome) => new([new CompleteOrchestration(0, outcome)], null, new HashSet<int>());
    }

    void OnDue(DueTimer timer)
    {
        lock (_state.Lock)
        {
            if (!IsOpen(timer)) return;
            if (timer.Id == DueTimer.Start) Take(_state.Find(timer.InstanceId)!);
            else _state.Deliver(timer.InstanceId, new(0, timer.ExecutionId, new TimerFired(timer.Id)));
        }
    }

    void OnFinished(ActivityCall call, HistoryEvent result)
    {
        lock (_state.Lock) _state.Deliver(call.InstanceId, new(0, call.ExecutionId, result));
    }

    bool IsOpen(DueTimer timer)
    {
        lock (_state.Lock)
            return _state.Find(timer.InstanceId) is { Ended: false } instance
                && instance.ExecutionId == timer.ExecutionId
                && (timer.Id == DueTimer.Start ? instance.History.Count == 0 : instance.OpenTimers.ContainsKey(timer.Id));
    }
}
