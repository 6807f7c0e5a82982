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

    /// <exception cref="TimeoutException">The disk takes no more: as from a service that does not answer.</exception>
    public void Append(Membership membership)
    {
        lock (_lock)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
                Append(file, [.. JsonSerializer.SerializeToUtf8Bytes(membership), (byte)'\n']);
            }
            catch (IOException e)
            {
                throw new TimeoutException("The membership could not be written.", e);
            }
        }
    }

    static void Append(FileStream file, byte[] line)
    {
        var length = file.Length;
        try
        {
            file.Write(line);
        }
        catch (IOException)
        {
            // Half a line would spoil the next one.
            file.SetLength(length);
            throw;
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
