namespace Proctoring.Local.Tests.SignalR;

/// <summary>How long a user is in a group.</summary>
public sealed class MembershipTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("signalr").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AMembershipEndsWithItsTimeToLive()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var client = await host.Chat.ConnectAsync("ann");
        await host.Chat.UserGroups.AddToGroupAsync("ann", "room", TimeSpan.FromHours(1));
        host.Clock.Advance(TimeSpan.FromMinutes(59));
        await host.Chat.Clients.Group("room").SaidAsync(new("in time", 1));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));
        await using var later = await host.Chat.ConnectAsync("ann");
        await host.Chat.Clients.Group("room").SaidAsync(new("late", 1));
        await host.Chat.Clients.User("ann").SaidAsync(new("end", 0));

        await later.WaitForAsync("said", said => said.GetProperty("who").GetString() == "end");
        Assert.Single(later.Messages);
        await client.WaitForAsync("said", said => said.GetProperty("who").GetString() == "in time");
    }

    [Fact]
    public async Task ARenewedMembershipOutlivesItsFirstEnd()
    {
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var ann = await host.Chat.ConnectAsync("ann");
        await using var ben = await host.Chat.ConnectAsync("ben");
        foreach (var (user, hours) in new[] { ("ann", 1), ("ben", 1), ("ann", 3) })
            await host.Chat.UserGroups.AddToGroupAsync(user, "room", TimeSpan.FromHours(hours));
        host.Clock.Advance(TimeSpan.FromHours(2));

        // What ends with the hour has ended when the room is not heard any more by who did not renew.
        for (var round = 0; ben.Messages.Count == 2 * round; round++)
        {
            Assert.True(round < 10_000, "Ben is still in the room.");
            await host.Chat.Clients.Group("room").SaidAsync(new("room", round));
            await host.Chat.Clients.User("ben").SaidAsync(new("end", round));
            await ben.WaitForAsync("said", said => (said.GetProperty("who").GetString(), said.GetProperty("howOften").GetInt32()) == ("end", round));
        }
        await host.Chat.Clients.Group("room").SaidAsync(new("still", 1));

        await ann.WaitForAsync("said", said => said.GetProperty("who").GetString() == "still");
        Assert.True(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));
    }

    [Fact]
    public async Task AMembershipOfBeforeARestartEndsWithItsTimeToo()
    {
        await using (var before = await SignalRHost.StartAsync(_folder))
            await before.Chat.UserGroups.AddToGroupAsync("ann", "room", TimeSpan.FromHours(1));
        await using var host = await SignalRHost.StartAsync(_folder);
        await using var ann = await host.Chat.ConnectAsync("ann");
        await host.Chat.Clients.Group("room").SaidAsync(new("in time", 0));
        await ann.WaitForAsync("said", said => said.GetProperty("who").GetString() == "in time");
        host.Clock.Advance(TimeSpan.FromHours(2));

        for (var round = 0; ann.Messages.Count == 2 * round + 1; round++)
        {
            Assert.True(round < 10_000, "Ann is still in the room.");
            await host.Chat.Clients.Group("room").SaidAsync(new("room", round));
            await host.Chat.Clients.User("ann").SaidAsync(new("end", round));
            await ann.WaitForAsync("said", said => (said.GetProperty("who").GetString(), said.GetProperty("howOften").GetInt32()) == ("end", round));
        }
    }

    [Fact]
    public async Task WhatTheDiskDoesNotTakeIsRefusedAndChangesNothing()
    {
        var folder = Path.Combine(_folder, "data");
        await using var host = await SignalRHost.StartAsync(folder);
        await host.Chat.UserGroups.AddToGroupAsync("ann", "room");
        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "in the way");

        await Assert.ThrowsAsync<TimeoutException>(() => host.Chat.UserGroups.AddToGroupAsync("ann", "hall"));
        await Assert.ThrowsAsync<TimeoutException>(() => host.Chat.UserGroups.RemoveFromGroupAsync("ann", "room"));
        await Assert.ThrowsAsync<TimeoutException>(() => host.Chat.UserGroups.RemoveFromAllGroupsAsync("ann"));

        Assert.False(await host.Chat.UserGroups.IsUserInGroup("ann", "hall"));
        Assert.True(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));
        File.Delete(folder);
        await host.Chat.UserGroups.RemoveFromGroupAsync("ann", "room");
        Assert.False(await host.Chat.UserGroups.IsUserInGroup("ann", "room"));
    }

    [Fact]
    public async Task MembershipsOutliveTheProcess()
    {
        await using (var host = await SignalRHost.StartAsync(_folder))
        {
            await host.Chat.UserGroups.AddToGroupAsync("ann", "room");
            await host.Chat.UserGroups.AddToGroupAsync("ann", "left");
            await host.Chat.UserGroups.RemoveFromGroupAsync("ann", "left");
            await host.Chat.UserGroups.AddToGroupAsync("ann", "over", TimeSpan.Zero);
            foreach (var group in new[] { "one", "two" }) await host.Chat.UserGroups.AddToGroupAsync("bob", group);
            await host.Chat.UserGroups.RemoveFromAllGroupsAsync("bob");
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Chat.UserGroups.AddToGroupAsync("ann", "never", TimeSpan.FromSeconds(-1)));
            await File.AppendAllTextAsync(Path.Combine(_folder, "signalr-groups.jsonl"), "{\"User\":\"torn");
        }
        await using var again = await SignalRHost.StartAsync(_folder);
        Assert.True(await again.Chat.UserGroups.IsUserInGroup("ann", "room"));
        foreach (var (user, group) in new[] { ("ann", "left"), ("ann", "over"), ("ann", "never"), ("bob", "one"), ("bob", "two") })
            Assert.False(await again.Chat.UserGroups.IsUserInGroup(user, group));
        // What is over is not kept for ever.
        Assert.Contains("\"room\"", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "signalr-groups.jsonl"))));
    }
}
