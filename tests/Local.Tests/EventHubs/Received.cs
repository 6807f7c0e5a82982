using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>What the functions of a test received, and a gate to hold them up.</summary>
sealed class Received
{
    readonly ConcurrentQueue<EventData[]> _batches = new();
    int _running;
    int _mostRunning;

    public SemaphoreSlim? Gate { get; set; }

    public ConcurrentQueue<IReadOnlyDictionary<string, object?>> BindingData { get; } = new();

    public ConcurrentQueue<string> Partitions { get; } = new();

    public IReadOnlyCollection<EventData[]> Batches => _batches;

    public IEnumerable<int> Numbers => _batches.SelectMany(batch => batch).Select(message => int.Parse(message.EventBody.ToString()));

    public int Count => _batches.Sum(batch => batch.Length);

    public int Running => _running;

    public int MostRunning => _mostRunning;

    public bool EndsWellWhenCancelled { get; set; }

    public bool Cancelled { get; private set; }

    public long LastAt { get; private set; }

    public async Task RunAsync(EventData[] messages, FunctionContext context)
    {
        LastAt = TimeProvider.System.GetTimestamp();
        var running = Interlocked.Increment(ref _running);
        lock (_batches) _mostRunning = Math.Max(_mostRunning, running);
        BindingData.Enqueue(context.BindingContext.BindingData);
        _batches.Enqueue(messages);
        try
        {
            if (Gate is not null) await Gate.WaitAsync(context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled = true;
            if (!EndsWellWhenCancelled) throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
