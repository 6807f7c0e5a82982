using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary. The typed getters give null when the property is missing or null.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    const string ETagName = "odata.etag";
    readonly Dictionary<string, object> _properties = [];

    public TableEntity()
    {
    }

    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values) this[name] = value;
    }

    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey))!;
        set => _properties[nameof(PartitionKey)] = value;
    }

    public string RowKey
    {
        get => GetString(nameof(RowKey))!;
        set => _properties[nameof(RowKey)] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value!;
    }

    public ETag ETag
    {
        get => GetString(ETagName) is { } text ? new ETag(text) : default;
        set => _properties[ETagName] = value.ToString();
    }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A missing property reads as null.</summary>
    [AllowNull]
    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key)!;
        set => _properties[key] = value!;
    }

    public string? GetString(string key) => (string?)Get(key, typeof(string));

    public byte[]? GetBinary(string key) => Get(key, typeof(byte[])) switch
    {
        null => null,
        BinaryData data => data.ToArray(),
        var value => (byte[])value,
    };

    public BinaryData? GetBinaryData(string key) => Get(key, typeof(BinaryData)) switch
    {
        null => null,
        byte[] bytes => BinaryData.FromBytes(bytes),
        var value => (BinaryData)value,
    };

    public bool? GetBoolean(string key) => (bool?)Get(key, typeof(bool));

    public DateTime? GetDateTime(string key) => Get(key, typeof(DateTime)) switch
    {
        null => null,
        DateTimeOffset value => value.UtcDateTime,
        var value => (DateTime)value,
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Get(key, typeof(DateTimeOffset)) switch
    {
        null => null,
        DateTime value => new DateTimeOffset(value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value),
        var value => (DateTimeOffset)value,
    };

    public double? GetDouble(string key) => (double?)Get(key, typeof(double));

    public Guid? GetGuid(string key) => (Guid?)Get(key, typeof(Guid));

    public int? GetInt32(string key) => (int?)Get(key, typeof(int));

    public long? GetInt64(string key) => Get(key, typeof(long)) switch
    {
        null => null,
        int value => value,
        var value => (long)value,
    };

    public void Add(string key, object value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value!);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => this[item.Key] = item.Value;

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    object? Get(string key, Type wanted)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!_properties.TryGetValue(key, out var value) || value is null) return null;
        var fits = wanted.IsInstanceOfType(value)
            || (wanted == typeof(byte[]) && value is BinaryData) || (wanted == typeof(BinaryData) && value is byte[])
            || (wanted == typeof(DateTime) && value is DateTimeOffset) || (wanted == typeof(DateTimeOffset) && value is DateTime)
            || (wanted == typeof(long) && value is int);
        return fits
            ? value
            : throw new InvalidOperationException($"Cannot return {wanted} type for a {value.GetType()} typed property.");
    }
}
