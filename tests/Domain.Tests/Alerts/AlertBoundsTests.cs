using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Alerts;

/// <summary>However many alerts there would be, those that matter are raised and nobody drowns in the others.</summary>
public sealed class AlertBoundsTests
{
    [Fact]
    public void TwentyAlertsATypeAndHourAreShownOneByOneAndThenOneThatGrows()
    {
        var first = Running().Receive(At(61), Episodes(EventType.Copy, 25));
        var second = first.Next.Receive(At(62), Event(EventType.Copy, 9_000));

        Assert.Equal(Enumerable.Range(1, 21).Select(n => $"session-1-{n:D4}"), first.NewAlerts.Select(a => a.Id.Value));
        Assert.All(first.NewAlerts.Take(20), a => Assert.Null(a.Count));
        Assert.Equal((5, "The candidate copied text; 5 more times since 10:01 UTC"), (first.NewAlerts[20].Count!.Value, first.NewAlerts[20].Message));
        Assert.Empty(second.NewAlerts);
        var grown = Assert.Single(second.GrownAlerts);
        Assert.Equal((first.NewAlerts[20].Id, 6, AlertStatus.Open), (grown.Id, grown.Count!.Value, grown.Status));
        Assert.Equal("The candidate copied text; 6 more times since 10:01 UTC", grown.Message);
        Assert.Equal((21, 21), (second.Next.Alerts.Total, second.Next.Alerts.Open));
    }

    [Fact]
    public void AllOfAMessageThatGrowASummaryAreOneRow()
    {
        var first = Running().Receive(At(61), Episodes(EventType.Copy, 21));
        var second = first.Next.Receive(At(62), Event(EventType.Copy, 9_000), Event(EventType.Copy, 9_100));

        Assert.Equal("The candidate copied text; once more since 10:01 UTC", first.NewAlerts[20].Message);
        Assert.Equal(3, Assert.Single(second.GrownAlerts).Count);
    }

    [Fact]
    public void AnotherTypeIsNotFoldedWithIt()
    {
        var record = Running().Receive(At(61), Episodes(EventType.Copy, 25)).Next;

        Assert.Equal("CAMERA_OFF", Assert.Single(record.Receive(At(62), Event(EventType.CameraOff)).NewAlerts).Type);
    }

    [Fact]
    public void AfterAnHourOfTheServersClockAlertsAreShownAgain()
    {
        var record = Running().Receive(At(1), Episodes(EventType.Copy, 25)).Next;

        Assert.Single(record.Receive(At(60.99), Event(EventType.Copy, 9_000)).GrownAlerts);
        var later = record.Receive(At(61), Event(EventType.Copy, 9_000));
        Assert.Null(Assert.Single(later.NewAlerts).Count);
        Assert.Empty(later.GrownAlerts);
    }

    [Fact]
    public void EachHourHasASummaryOfItsOwn()
    {
        var record = Running().Receive(At(1), Episodes(EventType.Copy, 25)).Next;
        var later = record.Receive(At(61), Episodes(EventType.Copy, 47)[25..]);

        Assert.Equal(21, later.NewAlerts.Count);
        Assert.Equal((2, "The candidate copied text; 2 more times since 10:01 UTC"), (later.NewAlerts[20].Count!.Value, later.NewAlerts[20].Message));
        Assert.Empty(later.GrownAlerts);
    }

    [Fact]
    public void TheHourBeginsWithItsFirstAlert()
    {
        var first = Running().Receive(At(1), Episodes(EventType.Copy, 10)).Next;
        var second = first.Receive(At(40), Episodes(EventType.Copy, 25)[10..]).Next;

        Assert.Null(Assert.Single(second.Receive(At(61), Event(EventType.Copy, 9_000)).NewAlerts).Count);
    }

    [Fact]
    public void ASummaryThatGrowsBeforeItWasPushedIsPendingOnce()
    {
        var record = Running().Receive(At(61), Episodes(EventType.Copy, 25)).Next;

        var grown = record.Receive(At(61), Episodes(EventType.Copy, 28)[25..]).Next;

        Assert.Equal(record.Outbox, grown.Outbox);
        Assert.Equal(21, grown.Outbox.Count);
    }

    [Fact]
    public void ASummaryIsPushedAgainAtEveryDoubling()
    {
        var record = Running().Receive(At(61), Episodes(EventType.Copy, 20)).Next;
        record = Emptied(record);
        List<int> pushed = [];
        for (var n = 1; n <= 20; n++)
        {
            record = record.Receive(At(61), Event(EventType.Copy, 9_000 + 61 * n)).Next;
            if (record.Outbox.Count > 0)
                pushed.Add(n);
            record = Emptied(record);
        }

        Assert.Equal([1, 2, 4, 8, 16], pushed);
    }

    [Fact]
    public void ASummaryThatWasResolvedGrowsNoMore()
    {
        var first = Running().Receive(At(61), Episodes(EventType.Copy, 25));
        var resolved = first.Next.ResolveAlert(first.NewAlerts[20], UserId.Parse("proctor"), null, At(62)).Record;

        var next = resolved.Receive(At(63), Event(EventType.Copy, 9_000));

        Assert.Empty(next.GrownAlerts);
        Assert.Equal(("session-1-0022", 1), (Assert.Single(next.NewAlerts).Id.Value, next.NewAlerts[0].Count!.Value));
        Assert.Equal((22, 21), (next.Next.Alerts.Total, next.Next.Alerts.Open));
    }

    [Fact]
    public void AnAlertOfItsOwnThatWasResolvedLeavesTheSummaryGrowing()
    {
        var first = Running().Receive(At(61), Episodes(EventType.Copy, 25));
        var resolved = first.Next.ResolveAlert(first.NewAlerts[3], UserId.Parse("proctor"), null, At(62)).Record;

        Assert.Equal(6, Assert.Single(resolved.Receive(At(63), Event(EventType.Copy, 9_000)).GrownAlerts).Count);
    }

    [Fact]
    public void OrdinaryAlertsLeaveARoomForGraveOnesAndAreToldTogether()
    {
        var record = Exhaust(Running(), [EventType.Copy, EventType.TabSwitch, EventType.MicrophoneOff, EventType.FullscreenExit], hours: 20, out var hour);
        Assert.InRange(record.Alerts.Total, AlertMemory.MaxOrdinary, AlertMemory.MaxOrdinary + 4);

        var ordinary = record.Receive(At(60 * hour), Event(EventType.Copy, 1_000_000));
        var grave = ordinary.Next.Receive(At(60 * hour), Event(EventType.CameraOff, 1_000_000));

        Assert.True(Assert.Single([.. ordinary.NewAlerts, .. ordinary.GrownAlerts]).Count > 0);
        Assert.Null(Assert.Single(grave.NewAlerts).Count);
    }

    [Fact]
    public void AlsoGraveOnesAreToldTogetherInTheEndAndNeverSilenced()
    {
        var record = Exhaust(Running(), [EventType.Paste, EventType.DevTools, EventType.CameraOff, EventType.FaceMismatch], hours: 20, out var hour);
        Assert.InRange(record.Alerts.Total, AlertMemory.MaxAlerts, AlertMemory.MaxAlerts + 4);

        var next = record.Receive(At(60 * hour), Event(EventType.Paste, 1_000_000));
        var later = next.Next.Receive(At(60 * hour + 61), Event(EventType.Paste, 2_000_000));
        var other = next.Next.Receive(At(60 * hour), Event(EventType.MultipleFaces, 1_000_000));

        Assert.True(Assert.Single([.. next.NewAlerts, .. next.GrownAlerts]).Count > 0);
        Assert.Equal((0, 1), (later.NewAlerts.Count, later.GrownAlerts.Count));
        Assert.Equal(1, other.NewAlerts[0].Count);
        // Of a type that had none before.
        Assert.EndsWith($"; once more since {At(60 * hour):HH:mm} UTC", other.NewAlerts[0].Message);
        Assert.True(other.Next.Alerts.Total <= AlertMemory.MaxAlerts + EventType.All.Count);
    }

    [Fact]
    public void AMessageThatRaisesVeryManyAlertsIsTakenInParts()
    {
        EventType[] types = [EventType.Copy, EventType.Paste, EventType.DevTools, EventType.CameraOff, EventType.MicrophoneOff];
        ProctoringEvent[] events = [.. types.SelectMany(type => Episodes(type, 20))];
        var whole = Running();

        var first = whole.Ingest(new("0", 1, T0), At(120), events);
        var second = first.Next.Ingest(new("0", 1, T0), At(120), events);
        var third = second.Next.Ingest(new("0", 1, T0), At(120), events);

        Assert.Equal((false, true), (first.Complete, second.Complete));
        Assert.InRange(first.NewAlerts.Count, 1, 70);
        Assert.Equal(100, first.Scored.Count + second.Scored.Count);
        Assert.Equal(Enumerable.Range(1, 100).Select(n => $"session-1-{n:D4}"), first.NewAlerts.Concat(second.NewAlerts).Select(a => a.Id.Value));
        Assert.False(third.Changed);
    }

    [Fact]
    public void WhatIsRememberedOfAlertsIsSaved()
    {
        var record = Running().Receive(At(61), [.. Episodes(EventType.Copy, 25), .. Episodes(EventType.Paste, 3)]).Next;
        var read = SessionRecord.FromJson(record.Plan, record.ToJson(), record.Seen.IdsToBytes(), record.Seen.IdCount);

        foreach (var next in new[] { record, read })
        {
            Assert.Equal(6, Assert.Single(next.Receive(At(62), Event(EventType.Copy, 9_000)).GrownAlerts).Count);
            Assert.Single(next.Receive(At(63), Event(EventType.Paste, 122, id: "standing-still")).NewAlerts);
        }
    }

    [Fact]
    public void EventsDatedBeforeTheStartCountAndAlertWhenTheyWereReceived()
    {
        var record = Running();
        for (var n = 0; n < 1_100; n++)
            record = record.Receive(At(1), Event(EventType.Paste, -800_000_000 + n * 61)).Next;
        Assert.Equal(1, record.Alerts.Total);

        var later = record.Receive(At(5), Event(EventType.Paste, -800_000_000, id: "old"), Event(EventType.Paste, 240, id: "true"));

        var alert = Assert.Single(later.NewAlerts);
        Assert.Equal((At(5), "old"), (alert.At, alert.Events[0].Value));
        Assert.Equal([(true, true), (false, false)], later.Scored.Select(e => (e.BeforeStart, e.Late)));
        Assert.Equal(
            ["PASTE: 0 points (medium policy, version 1); dated before the start, counts when it was received", "PASTE: 0 points (medium policy, version 1)"],
            later.Scored.Select(e => e.Reason));
        Assert.Equal([1, 4, 5], later.Next.Scorecard.Statistics.Timeline.Select(minute => minute.Minute));
    }

    [Fact]
    public void AnEventOfTheVeryStartIsNotBeforeIt() =>
        Assert.False(Running().Receive(At(1), Event(EventType.Paste)).Scored[0].BeforeStart);

    [Fact]
    public void ACooldownHoldsForEventsDatedBeforeTheStartToo()
    {
        var scored = Running(Plan(Policy.For(Sensitivity.Low))).Receive(At(1), Event(EventType.NoFace, -9_000), Event(EventType.NoFace, 30), Event(EventType.NoFace, -90)).Scored;

        Assert.Equal([10, 0, 0], scored.Select(e => e.Deduction));
    }

    private static ProctoringEvent[] Episodes(EventType type, int count) =>
        [.. Enumerable.Range(0, count).Select(n => Event(type, n * 61))];

    private static SessionRecord Emptied(SessionRecord record) => record.Pushed(record.Outbox);

    /// <summary>So many hours with more episodes of these types than are shown.</summary>
    private static SessionRecord Exhaust(SessionRecord record, EventType[] types, int hours, out int hour)
    {
        for (hour = 1; hour <= hours; hour++)
        {
            foreach (var type in types)
            {
                for (var n = 0; n < 25; n++)
                    record = record.Receive(At(60 * hour), Event(type, 3_600 * hour + n * 61)).Next;
            }
        }

        return record;
    }
}
