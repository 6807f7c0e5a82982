using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;

namespace Proctoring.Local.SignalR;

/// <summary>
/// Memberships of users in groups. The real service keeps them when the application restarts, hence the file.
/// </summary>
sealed class UserGroups(
    ClientConnections connections, IGroupManager connectionGroups, MembershipFile file, TimeProvider time) : UserGroupManager
{
    readonly ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> _groups = file.Read(time.GetUtcNow());

    /// <summary>The groups that a user is in now.</summary>
    public IEnumerable<string> Of(string userId)
    {
        var now = time.GetUtcNow();
        return _groups.TryGetValue(userId, out var groups)
            ? groups.Where(group => group.Value > now).Select(group => group.Key)
            : [];
    }

    public override Task AddToGroupAsync(string userId, string groupName, CancellationToken cancellationToken = default) =>
        AddAsync(userId, groupName, DateTimeOffset.MaxValue, cancellationToken);

    public override Task AddToGroupAsync(
        string userId, string groupName, TimeSpan ttl, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, TimeSpan.Zero);
        return AddAsync(userId, groupName, time.GetUtcNow().AddSeconds((int)ttl.TotalSeconds), cancellationToken);
    }

    public override Task RemoveFromGroupAsync(
        string userId, string groupName, CancellationToken cancellationToken = default)
    {
        Validate(userId, groupName);
        return _groups.TryGetValue(userId, out var groups) && groups.TryRemove(groupName, out _)
            ? LeaveAsync(userId, groupName, cancellationToken)
            : Task.CompletedTask;
    }

    public override async Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default)
    {
        if (!_groups.TryRemove(userId, out var groups)) return;
        foreach (var group in groups.Keys) await LeaveAsync(userId, group, cancellationToken);
    }

    public override Task<bool> IsUserInGroup(
        string userId, string groupName, CancellationToken cancellationToken = default)
    {
        Validate(userId, groupName);
        return Task.FromResult(Of(userId).Contains(groupName));
    }

    async Task AddAsync(string userId, string groupName, DateTimeOffset until, CancellationToken cancellation)
    {
        Validate(userId, groupName);
        cancellation.ThrowIfCancellationRequested();
        _groups.GetOrAdd(userId, _ => new(StringComparer.Ordinal))[groupName] = until;
        file.Append(new(userId, groupName, until));
        foreach (var connection in connections.Of(userId)) await connectionGroups.AddToGroupAsync(connection, groupName, cancellation);
        if (until != DateTimeOffset.MaxValue) _ = ExpireAsync(userId, groupName, until);
    }

    /// <summary>Takes the user's connections out of the group when the membership ends and was not renewed.</summary>
    async Task ExpireAsync(string userId, string groupName, DateTimeOffset until)
    {
        var left = until - time.GetUtcNow();
        if (left > TimeSpan.Zero) await Task.Delay(left, time);
        if (_groups.TryGetValue(userId, out var groups) && groups.TryRemove(new(groupName, until)))
            await LeaveAsync(userId, groupName, CancellationToken.None);
    }

    async Task LeaveAsync(string userId, string groupName, CancellationToken cancellation)
    {
        file.Append(new(userId, groupName, DateTimeOffset.MinValue));
        foreach (var connection in connections.Of(userId))
            await connectionGroups.RemoveFromGroupAsync(connection, groupName, cancellation);
    }

    static void Validate(string userId, string groupName)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentException.ThrowIfNullOrEmpty(groupName);
    }
}
