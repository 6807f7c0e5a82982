using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Replay;

/// <summary>
/// One step of an orchestration, as DurableTask.Core's executor does it: the orchestrator is run from its beginning
/// over all past events, then over the new ones; whatever it asked for beyond its history is the result.
/// </summary>
sealed class OrchestrationStep
{
    readonly RunOrchestrator _orchestrator;
    readonly OrchestratorThread _thread;
    readonly OpenTasks _tasks = new();
    readonly ExternalEvents _events;
    readonly ReplayContext _context;
    readonly DataConverter _converter;
    readonly ILogger _logger;
    readonly string _instanceId;
    readonly Queue<HistoryEvent> _whileSuspended = [];
    readonly List<EventRaised> _carryover = [];
    volatile bool _illegalAwait;
    bool _suspended;
    bool _ended;
    Task<object?>? _run;

    OrchestrationStep(RunOrchestrator orchestrator, ExecutionInfo execution, DataConverter converter, ILoggerFactory loggers)
    {
        _orchestrator = orchestrator;
        _converter = converter;
        _instanceId = execution.InstanceId;
        _logger = loggers.CreateLogger("Proctoring.Local.Durable");
        _thread = new OrchestratorThread(OnForeignContinuation);
        _events = new ExternalEvents(converter);
        _context = new ReplayContext(execution, _thread, _tasks, _events, converter, loggers);
    }

    public static StepResult Run(
        RunOrchestrator orchestrator,
        ExecutionInfo execution,
        IEnumerable<HistoryEvent> past,
        IEnumerable<HistoryEvent> fresh,
        DataConverter converter,
        ILoggerFactory loggers)
    {
        var step = new OrchestrationStep(orchestrator, execution, converter, loggers);
        step._thread.Enter(() => step.Play(past, fresh));
        return new StepResult(step._tasks.Pending, step._context.CustomStatus, step._tasks.OpenTimers);
    }

    void Play(IEnumerable<HistoryEvent> past, IEnumerable<HistoryEvent> fresh)
    {
        try
        {
            _context.Replay(true);
            foreach (var happened in past) Apply(happened);
            _context.Replay(false);
            foreach (var happened in fresh) Apply(happened);
            EndIfDone();
        }
        catch (Exception e)
        {
            // Not the orchestrator's own exception: its history does not fit it, or its output cannot be written.
            Fail(e);
        }
    }

    void Apply(HistoryEvent happened)
    {
        if (happened is OrchestratorStarted step)
        {
            _context.StepAt(step.At);
            return;
        }
        if (_suspended && happened is not (ExecutionResumed or ExecutionTerminated))
        {
            if (happened is not ExecutionSuspended) _whileSuspended.Enqueue(happened);
            return;
        }
        switch (happened)
        {
            case ExecutionStarted started:
                _context.Begin(started.Input);
                _run = _orchestrator(_context, started.Input);
                break;
            case ExecutionTerminated terminated:
                End(new Terminated(terminated.Output));
                break;
            case ExecutionSuspended:
                _suspended = true;
                _tasks.Hold();
                break;
            case ExecutionResumed:
                _suspended = false;
                _tasks.Release();
                while (_whileSuspended.TryDequeue(out var waited)) Apply(waited);
                break;
            case ActivityScheduled a:
                _tasks.Confirm<ScheduleActivity>(a.Id, $"activity '{a.Name}'", made => Same(made.Name, a.Name));
                break;
            case TimerCreated t:
                _tasks.Confirm<CreateTimer>(t.Id, "a timer", _ => true);
                break;
            case SubOrchestrationCreated s:
                _tasks.Confirm<CreateSubOrchestration>(s.Id, $"sub-orchestration '{s.Name}'", made => Same(made.Name, s.Name));
                break;
            case EventSent e:
                _tasks.Confirm<SendEvent>(e.Id, $"an event '{e.Name}' to another instance", made => Same(made.Name, e.Name));
                break;
            case ActivityCompleted(var id, var result):
                _tasks.Complete(id, result);
                break;
            case SubOrchestrationCompleted(var id, var result):
                _tasks.Complete(id, result);
                break;
            case ActivityFailed(var id, var failure):
                _tasks.Fail(id, failure);
                break;
            case SubOrchestrationFailed(var id, var failure):
                _tasks.Fail(id, failure);
                break;
            case TimerFired(var id):
                _tasks.Complete(id, null);
                break;
            case EventRaised raised when _context.Next.Asked:
                _carryover.Add(raised);
                break;
            case EventRaised raised:
                _events.Raise(raised.Name, raised.Payload);
                break;
            default:
                throw new NotSupportedException($"The history holds an unknown event {happened.GetType().Name}.");
        }
    }

    /// <summary>An execution ends when its function has returned and nothing that it began is open.</summary>
    void EndIfDone()
    {
        if (_run is null || _suspended || _tasks.Any) return;
        if (!_run.IsCompleted)
        {
            if (_illegalAwait || !_events.AnybodyWaits) Fail(OrchestratorThread.IllegalAwait());
            return;
        }
        if (_run.IsCompletedSuccessfully)
        {
            End(_context.Next.Asked
                ? new ContinuedAsNew(_context.Next.Input, _carryover)
                : new Completed(_converter.Serialize(_run.Result)));
            return;
        }
        Fail(_run.Exception?.InnerException ?? new TaskCanceledException(_run));
    }

    void Fail(Exception exception)
    {
        _logger.LogOrchestratorFailed(_context.Name.Name, _instanceId, exception);
        End(new Failed(Failure.From(exception)));
    }

    void End(Outcome outcome)
    {
        if (_ended) return;
        _ended = true;
        _tasks.Do(new CompleteOrchestration(_tasks.NextId(), outcome));
    }

    void OnForeignContinuation()
    {
        _illegalAwait = true;
        _logger.LogIllegalAwait(_context.Name.Name, _instanceId);
    }

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
