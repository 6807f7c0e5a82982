using Azure.Data.Tables;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain;
using Proctoring.Functions.Events;

namespace Proctoring.Functions.Tests.Events;

public sealed class EventPageTests
{
    [Fact]
    public void WhatScoringSaysOfAnEventIsReadBack()
    {
        var events = SampleReport.Events(3).ToList();
        events[0] = events[0] with { Late = true };
        events[1] = events[1] with { BeforeStart = true };
        events[2] = events[2] with { Deduction = 7, Reason = "COPY: 7 points" };
        using var writer = new PageWriter();
        foreach (var scored in events) writer.Add(scored);

        var row = (TableEntity)Assert.Single(writer.Complete(0)).ToAction(SessionId.Parse("s")).Entity;

        var read = EventPage.Read(row).Read().Select(stored => stored.Scored).ToList();
        Assert.Equal(events.Select(scored => scored.Event.Id), read.Select(scored => scored.Event.Id));
        Assert.Equal(
            events.Select(scored => (scored.ReceivedAt, scored.Late, scored.BeforeStart, scored.Deduction, scored.Reason)),
            read.Select(scored => (scored.ReceivedAt, scored.Late, scored.BeforeStart, scored.Deduction, scored.Reason)));
    }
}
