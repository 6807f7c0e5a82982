using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Proctoring.Local.EventHubs;

/// <summary>One event hub: its partitions, and the checkpoints of its consumer groups.</summary>
sealed partial class Hub : IDisposable
{
    /// <summary>A send larger than this is refused: Event Hubs' limit (standard tier).</summary>
    public const int MaxSendBytes = 1024 * 1024;

    const long SegmentSize = 64 * 1024 * 1024;

    /// <summary>Handled messages are kept for a day, but no more of them than eight segments.</summary>
    static readonly TimeSpan Retention = TimeSpan.FromHours(24);
    const int MaxHandledSegments = 8;

    readonly string _folder;
    readonly int _partitions;
    readonly ConcurrentDictionary<string, CheckpointStore> _groups = new();
    readonly Timer _trim;
    uint _turn;

    /// <param name="folder">Of this hub alone. Its number of partitions is fixed when it is made.</param>
    /// <param name="name">As in the clients' constructors.</param>
    /// <param name="partitions">Of a new hub.</param>
    /// <param name="clock">Gives the times at which messages are enqueued.</param>
    /// <param name="segmentSize">A new file is begun after so many bytes.</param>
    /// <param name="disk">Takes the messages.</param>
    public Hub(string folder, string name, int partitions, TimeProvider clock, long segmentSize = SegmentSize, Disk? disk = null)
    {
        if (!ValidName().IsMatch(name)) throw new ArgumentException($"'{name}' is not the name of an event hub or consumer group.", nameof(name));
        (_folder, Name) = (folder, name);
        Directory.CreateDirectory(folder);
        var about = About(partitions, clock);
        CreatedOn = about.CreatedOn;
        _partitions = about.Partitions;
        foreach (var file in Directory.EnumerateFiles(folder, "*.checkpoint")) Group(Path.GetFileNameWithoutExtension(file));
        // Last, since it begins to work.
        Log = new StreamLog(folder, _partitions, clock, segmentSize, disk ?? new Disk());
        _trim = new Timer(_ => TryTrim(), null, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    public string Name { get; }

    public DateTimeOffset CreatedOn { get; }

    public StreamLog Log { get; }

    public CheckpointStore Group(string name) => _groups.GetOrAdd(name, name => ValidName().IsMatch(name)
        ? new CheckpointStore(Path.Combine(_folder, name + ".checkpoint"), _partitions)
        : throw new ArgumentException($"'{name}' is not the name of a consumer group.", nameof(name)));

    /// <summary>Completes when all the messages are durable, together and in order, in one partition.</summary>
    /// <exception cref="EventHubsException">They are too large, or the partition does not exist.</exception>
    public Task SendAsync(IEnumerable<EventData> messages, SendEventOptions? options)
    {
        var partition = Choose(options);
        var records = new PooledBuffer(512);
        try
        {
            foreach (var message in messages) Record.Write(records, message, options?.PartitionKey);
            if (records.Length > MaxSendBytes)
                throw new EventHubsException(false, Name, $"The message is too large: {records.Length} of {MaxSendBytes} bytes.",
                    EventHubsException.FailureReason.MessageSizeExceeded);
            if (records.Length == 0)
            {
                records.Dispose();
                return Task.CompletedTask;
            }
            return Log.AppendAsync(new Append(partition, records));
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Removes what every consumer group has handled, if it is older than <paramref name="age"/> or beyond
    /// <paramref name="segments"/>. Without any group the age alone counts.
    /// </summary>
    public void Trim(TimeSpan age, int segments)
    {
        var oldest = DateTime.UtcNow - age;
        Log.Trim((segment, next) =>
            (segment.LastWrite < oldest || !_groups.IsEmpty && Log.Segments.Length > segments)
            && _groups.Values.All(group => HasHandled(group, next.SequenceNumbers)));
    }

    static bool HasHandled(CheckpointStore group, long[] sequenceNumbers)
    {
        for (var partition = 0; partition < sequenceNumbers.Length; partition++)
            if ((group[partition]?.NextSequenceNumber ?? 0) < sequenceNumbers[partition])
                return false;
        return true;
    }

    void TryTrim()
    {
        try
        {
            Trim(Retention, MaxHandledSegments);
        }
        catch (IOException)
        {
            // What cannot be removed now is tried again, and does no harm until then.
        }
    }

    int Choose(SendEventOptions? options)
    {
        if (options?.PartitionId is { } id)
            return options.PartitionKey is null
                ? PartitionOf(id)
                : throw new InvalidOperationException("An event cannot be sent with a partition key and to a certain partition as well.");
        var number = options?.PartitionKey is { } key ? Hash(key) : Interlocked.Increment(ref _turn);
        return (int)(number % (uint)_partitions);
    }

    public int PartitionOf(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _partitions
            ? number
            : throw new EventHubsException(false, Name, $"The partition '{id}' does not exist.", EventHubsException.FailureReason.ResourceNotFound);

    // FNV-1a and a final mix, the same on every machine and for ever: a key's messages must stay in one partition.
    static uint Hash(string key)
    {
        var hash = 2166136261u;
        foreach (var letter in key) hash = (hash ^ letter) * 16777619u;
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        return hash ^ (hash >> 13);
    }

    HubFile About(int partitions, TimeProvider clock)
    {
        var file = Path.Combine(_folder, "hub.json");
        if (File.Exists(file)) return JsonSerializer.Deserialize<HubFile>(File.ReadAllText(file))!;
        var about = new HubFile(partitions, clock.GetUtcNow());
        File.WriteAllText(file + ".next", JsonSerializer.Serialize(about));
        File.Move(file + ".next", file);
        return about;
    }

    sealed record HubFile(int Partitions, DateTimeOffset CreatedOn);

    [GeneratedRegex(@"^[A-Za-z0-9$]([A-Za-z0-9._-]{0,254}[A-Za-z0-9])?\z")]
    private static partial Regex ValidName();

    public void Dispose()
    {
        _trim.DisposeAsync().AsTask().Wait();
        Log.Dispose();
        foreach (var group in _groups.Values) group.Dispose();
    }
}
