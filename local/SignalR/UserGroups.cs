using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;

namespace Proctoring.Local.SignalR;

/// <summary>
/// Memberships of users in groups. The real service keeps them when the application restarts, hence the file.
/// </summary>
sealed class UserGroups(
    ClientConnections connections, IGroupManager connectionGroups, MembershipFile file, Outage outage, TimeProvider time) : UserGroupManager
{
    readonly ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> _groups = file.Read(time.GetUtcNow());

    /// <summary>
    /// Held while memberships or connections change, so that the groups of a user's connections always are the groups
    /// of the user: a removal cannot come between a new connection's look at its groups and its joining them.
    /// </summary>
    readonly SemaphoreSlim _changes = new(1);

    /// <summary>Has the memberships end that an earlier process has left, as those do that are added.</summary>
    public void ExpireThoseOfBefore()
    {
        foreach (var (user, groups) in _groups)
            foreach (var (group, until) in groups)
                ExpireLater(user, group, until);
    }

    /// <summary>The groups that a user is in now.</summary>
    public IEnumerable<string> Of(string userId)
    {
        var now = time.GetUtcNow();
        return _groups.TryGetValue(userId, out var groups)
            ? groups.Where(group => group.Value > now).Select(group => group.Key)
            : [];
    }

    /// <summary>Takes a new connection into the groups of its user.</summary>
    public Task ConnectAsync(string userId, string connectionId) => ChangeAsync(async () =>
    {
        connections.Add(userId, connectionId);
        foreach (var group in Of(userId)) await connectionGroups.AddToGroupAsync(connectionId, group);
    });

    public Task DisconnectAsync(string userId, string connectionId) => ChangeAsync(() =>
    {
        connections.Remove(userId, connectionId);
        return Task.CompletedTask;
    });

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
        return ChangeAsync(
            async () =>
            {
                if (!_groups.TryGetValue(userId, out var groups) || !groups.ContainsKey(groupName)) return;
                // On disk first: what could not be written there is still to be removed when it is tried again.
                file.Append(new(userId, groupName, DateTimeOffset.MinValue));
                groups.TryRemove(groupName, out _);
                await LeaveAsync(userId, groupName);
            },
            cancellationToken);
    }

    public override Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default) => ChangeAsync(
        async () =>
        {
            outage.ThrowIfThereIsOne();
            if (!_groups.TryGetValue(userId, out var groups)) return;
            foreach (var group in groups.Keys) file.Append(new(userId, group, DateTimeOffset.MinValue));
            _groups.TryRemove(userId, out _);
            foreach (var group in groups.Keys) await LeaveAsync(userId, group);
        },
        cancellationToken);

    public override Task<bool> IsUserInGroup(
        string userId, string groupName, CancellationToken cancellationToken = default)
    {
        Validate(userId, groupName);
        return Task.FromResult(Of(userId).Contains(groupName));
    }

    Task AddAsync(string userId, string groupName, DateTimeOffset until, CancellationToken cancellation)
    {
        Validate(userId, groupName);
        return ChangeAsync(
            async () =>
            {
                file.Append(new(userId, groupName, until));
                _groups.GetOrAdd(userId, _ => new(StringComparer.Ordinal))[groupName] = until;
                foreach (var connection in connections.Of(userId)) await connectionGroups.AddToGroupAsync(connection, groupName);
                ExpireLater(userId, groupName, until);
            },
            cancellation);
    }

    void ExpireLater(string userId, string groupName, DateTimeOffset until)
    {
        if (until != DateTimeOffset.MaxValue) _ = ExpireAsync(userId, groupName, until);
    }

    /// <summary>Takes the user's connections out of the group when the membership ends and was not renewed.</summary>
    async Task ExpireAsync(string userId, string groupName, DateTimeOffset until)
    {
        var left = until - time.GetUtcNow();
        if (left > TimeSpan.Zero) await Task.Delay(left, time);
        await ChangeAsync(() => _groups.TryGetValue(userId, out var groups) && groups.TryRemove(new(groupName, until))
            ? LeaveAsync(userId, groupName)
            : Task.CompletedTask);
    }

    async Task LeaveAsync(string userId, string groupName)
    {
        foreach (var connection in connections.Of(userId)) await connectionGroups.RemoveFromGroupAsync(connection, groupName);
    }

    async Task ChangeAsync(Func<Task> change, CancellationToken cancellation = default)
    {
        await _changes.WaitAsync(cancellation);
        try
        {
            await change();
        }
        finally
        {
            _changes.Release();
        }
    }

    void Validate(string userId, string groupName)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentException.ThrowIfNullOrEmpty(groupName);
        outage.ThrowIfThereIsOne();
    }
}
