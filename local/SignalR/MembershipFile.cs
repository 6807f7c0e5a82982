using System.Collections.Concurrent;
using System.Text.Json;
using Proctoring.Local.Host;

namespace Proctoring.Local.SignalR;

/// <summary>A user is in a group until a time; a time in the past ends it.</summary>
sealed record Membership(string User, string Group, DateTimeOffset Until);

/// <summary>The memberships on disk: one line of JSON a change, rewritten without what is over at each start.</summary>
sealed class MembershipFile(LocalOptions options)
{
    readonly string _path = Path.Combine(options.DataFolder, "signalr-groups.jsonl");
    readonly Lock _lock = new();

    public ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> Read(DateTimeOffset now)
    {
        var groups = new ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>>(StringComparer.Ordinal);
        if (!File.Exists(_path)) return groups;
        foreach (var line in File.ReadLines(_path))
            if (Parse(line) is { } membership)
                groups.GetOrAdd(membership.User, _ => new(StringComparer.Ordinal))[membership.Group] = membership.Until;
        foreach (var user in groups.Values)
            foreach (var over in user.Where(group => group.Value <= now).ToList())
                user.TryRemove(over);
        var lines = groups.SelectMany(user => user.Value, (user, group) => new Membership(user.Key, group.Key, group.Value));
        File.WriteAllLines(_path + ".new", lines.Select(membership => JsonSerializer.Serialize(membership)));
        File.Move(_path + ".new", _path, overwrite: true);
        return groups;
    }

    public void Append(Membership membership)
    {
        lock (_lock)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.AppendAllText(_path, JsonSerializer.Serialize(membership) + "\n");
        }
    }

    static Membership? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Membership>(line);
        }
        catch (JsonException)
        {
            // The last line, cut off when the process was killed.
            return null;
        }
    }
}
