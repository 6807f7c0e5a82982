using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging.EventHubs;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// What an isolated worker finds in its binding data for a batch: what the extension's binding strategy offers, as
/// the host hands it over. Arrays of strings and 64-bit numbers travel as collections, everything else (hence
/// <c>PartitionContext</c>) as JSON text. Made when asked for.
/// </summary>
sealed class BatchBindingData(EventData[] messages, string address, string hub, string group, int partition, bool checkpointsAfter)
    : IReadOnlyDictionary<string, object?>
{
    Dictionary<string, object?>? _values;

    Dictionary<string, object?> Values => _values ??= new(StringComparer.OrdinalIgnoreCase)
    {
        ["PartitionContext"] = PartitionContext(),
        ["TriggerPartitionContext"] = PartitionContext(),
        ["PartitionKeyArray"] = messages.Select(message => message.PartitionKey ?? "").ToList(),
        ["OffsetArray"] = messages.Select(message => message.OffsetString).ToList(),
        ["SequenceNumberArray"] = messages.Select(message => message.SequenceNumber).ToList(),
        ["EnqueuedTimeUtcArray"] = JsonSerializer.Serialize(messages.Select(message => message.EnqueuedTime.UtcDateTime)),
        ["PropertiesArray"] = JsonSerializer.Serialize(messages.Select(message => message.Properties)),
    };

    string PartitionContext() => JsonSerializer.Serialize(new
    {
        IsCheckpointingAfterInvocation = checkpointsAfter,
        FullyQualifiedNamespace = address,
        EventHubName = hub,
        ConsumerGroup = group,
        PartitionId = partition.ToString(CultureInfo.InvariantCulture),
    });

    public object? this[string key] => Values[key];

    public IEnumerable<string> Keys => Values.Keys;

    IEnumerable<object?> IReadOnlyDictionary<string, object?>.Values => Values.Values;

    public int Count => Values.Count;

    public bool ContainsKey(string key) => Values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => Values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
