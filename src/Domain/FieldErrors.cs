namespace Proctoring.Domain;

/// <summary>Collects what is wrong with a request, field by field, so that the caller hears of everything at once.</summary>
public sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was found wrong so far.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>Notes a fault of a field (its JSON name, nested ones with a dot: <c>admin.email</c>).</summary>
    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>Takes over another collector's faults.</summary>
    public void Add(FieldErrors others)
    {
        foreach (var (field, messages) in others._errors)
        {
            foreach (var message in messages)
                Add(field, message);
        }
    }

    /// <summary>All faults: field → messages, in the form problem details carry them.</summary>
    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
