using Azure;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class RecentSessionsTests
{
    readonly RecentSessions _recent = new(capacity: 2);

    [Fact]
    public void TheOneThatWasUsedLongestAgoMakesRoom()
    {
        var (a, b, c) = (Stored(), Stored(), Stored());
        _recent.Keep(a);
        _recent.Keep(b);
        Assert.Same(a, _recent.Find(a.Record.Id));

        _recent.Keep(c);

        Assert.Null(_recent.Find(b.Record.Id));
        Assert.Same(a, _recent.Find(a.Record.Id));
        Assert.Same(c, _recent.Find(c.Record.Id));
        // Writing one again counts as well.
        _recent.Keep(a);
        _recent.Keep(b);
        Assert.Null(_recent.Find(c.Record.Id));
        Assert.NotNull(_recent.Find(a.Record.Id));
    }

    [Fact]
    public void WhatIsNewerStaysHoweverLateTheOlderOneComes()
    {
        var old = Stored();
        var next = old with { Record = old.Record with { Version = 2 } };
        _recent.Keep(next);
        _recent.Keep(old);
        Assert.Same(next, _recent.Find(old.Record.Id));

        // As new: what was read last has the tag that is stored now.
        var again = next with { ETag = new("again") };
        _recent.Keep(again);
        Assert.Same(again, _recent.Find(old.Record.Id));

        _recent.Forget(old.Record.Id);
        Assert.Null(_recent.Find(old.Record.Id));
        _recent.Keep(old);
        Assert.Same(old, _recent.Find(old.Record.Id));
    }

    static StoredSession Stored() => new(PlayedSession.Running() with { Version = 1 }, new ETag("tag"));
}
