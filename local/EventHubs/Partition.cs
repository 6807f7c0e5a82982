namespace Proctoring.Local.EventHubs;

/// <summary>One partition of a hub: where in the hub's log its messages lie. Knows only of durable ones.</summary>
sealed class Partition(int id)
{
    readonly Lock _gate = new();
    readonly List<long> _places = [];
    List<TaskCompletionSource> _waiting = [];
    bool _hasNews;
    int _trimmed;
    long _first;
    long _lastTicks;

    public int Id => id;

    public End State
    {
        get { lock (_gate) return new(_first, _first + Count, _lastTicks); }
    }

    int Count => _places.Count - _trimmed;

    /// <summary>Says which sequence number the first message has that will be added. Before any is.</summary>
    public void BeginAt(long sequenceNumber) => _first = sequenceNumber;

    /// <param name="place">Of the next message.</param>
    /// <param name="ticks">When it was enqueued.</param>
    public void Add(Place place, long ticks)
    {
        lock (_gate)
        {
            _places.Add(place.Packed);
            _lastTicks = ticks;
            _hasNews = true;
        }
    }

    /// <summary>Lets those go on who wait for the messages that were added since the last time.</summary>
    public void Wake()
    {
        List<TaskCompletionSource> waiting;
        lock (_gate)
        {
            if (!_hasNews) return;
            _hasNews = false;
            if (_waiting.Count == 0) return;
            (waiting, _waiting) = (_waiting, []);
        }
        foreach (var one in waiting) one.TrySetResult();
    }

    /// <summary>Completes when there is a message of this sequence number.</summary>
    public Task WaitAsync(long sequenceNumber, CancellationToken cancellation)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_first + Count > sequenceNumber) return Task.CompletedTask;
            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(waiting);
        }
        return waiting.Task.WaitAsync(cancellation);
    }

    /// <summary>Where the messages from this sequence number on lie, as many as fit.</summary>
    public int Find(long sequenceNumber, Span<Place> places)
    {
        lock (_gate)
        {
            if (sequenceNumber < _first) throw new InvalidOperationException($"Message {sequenceNumber} of partition {id} was removed.");
            var start = _trimmed + (int)(sequenceNumber - _first);
            var found = Math.Min(places.Length, _places.Count - start);
            for (var i = 0; i < found; i++) places[i] = new(_places[start + i]);
            return Math.Max(found, 0);
        }
    }

    /// <summary>Forgets the messages before this sequence number.</summary>
    public void TrimBefore(long sequenceNumber)
    {
        lock (_gate)
        {
            if (sequenceNumber <= _first) return;
            _trimmed += (int)(sequenceNumber - _first);
            _first = sequenceNumber;
            if (_trimmed < _places.Count / 2) return;
            _places.RemoveRange(0, _trimmed);
            _trimmed = 0;
        }
    }

    /// <param name="FirstSequenceNumber">Of the oldest message that is still there, or of the next one.</param>
    /// <param name="NextSequenceNumber">Of the message to come.</param>
    /// <param name="LastTicks">When the last message was enqueued; 0 if there was none since the oldest segment.</param>
    public readonly record struct End(long FirstSequenceNumber, long NextSequenceNumber, long LastTicks);

    /// <summary>A record's offset in the log and its length, in eight bytes.</summary>
    public readonly record struct Place(long Packed)
    {
        const int LengthBits = 22; // Record.MaxPayload and the header fit

        public Place(long offset, int length) : this(offset << LengthBits | (uint)length)
        {
        }

        public long Offset => Packed >> LengthBits;

        public int Length => (int)(Packed & (1 << LengthBits) - 1);
    }
}
