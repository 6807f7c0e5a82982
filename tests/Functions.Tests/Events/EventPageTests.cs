using System.Text;
using Azure.Data.Tables;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Events;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Events;

[Collection(nameof(StorageFixture))]
public sealed class EventPageTests(StorageFixture storage)
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

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

    [Fact]
    public void AnEventIsKeptWithAllItsFields()
    {
        var full = new ProctoringEvent
        {
            Id = EventId.Parse("full"),
            Type = EventType.NoFace,
            OccurredAt = Start.AddMilliseconds(123),
            Seq = 17,
            Confidence = 0.25,
            DurationMs = 4_500,
            Label = "left \"the\" room",
            Data = Encoding.UTF8.GetBytes("""{"a":[1.50]}"""),
        };
        var bare = new ProctoringEvent { Id = EventId.Parse("bare"), Type = EventType.Copy, OccurredAt = Start };
        using var writer = new PageWriter();
        writer.Add(Scored(full));
        writer.Add(Scored(bare));

        var page = Assert.Single(writer.Complete(3));

        Assert.Equal((3, 2), (page.Number, page.Count));
        var read = page.Read().Select(stored => stored.Scored.Event).ToList();
        Assert.Equal(
            (full.Type, full.OccurredAt, full.Seq, full.Confidence, full.DurationMs, full.Label, """{"a":[1.50]}"""),
            (read[0].Type, read[0].OccurredAt, read[0].Seq, read[0].Confidence, read[0].DurationMs, read[0].Label, Encoding.UTF8.GetString(read[0].Data.Span)));
        Assert.Equal((null, null, null, null, true), (read[1].Seq, read[1].Confidence, read[1].DurationMs, read[1].Label, read[1].Data.IsEmpty));
    }

    [Fact]
    public void APageHoldsNoMoreThanItMayAndKnowsItsOwnSpanOfTime()
    {
        // Latest first, so that neither the first nor the last of a page is where its events begin or end.
        int[] minutes = [5, 9, 1, 30, 39, 20, 33];
        using var writer = new PageWriter();
        foreach (var minute in minutes)
            writer.Add(Scored(new()
            {
                Id = EventId.Parse($"e{minute}"),
                Type = EventType.Copy,
                OccurredAt = Start.AddMinutes(minute),
                Data = Encoding.UTF8.GetBytes($"\"{new string('x', 16_000)}\""),
            }));
        Assert.Equal(3, writer.Count);

        var pages = writer.Complete(7);

        Assert.Equal([7, 8, 9], pages.Select(page => page.Number));
        Assert.Equal(minutes.Length, pages.Sum(page => page.Count));
        Assert.All(pages, page => Assert.InRange(page.Json.Length, 1, EventPage.LargestJson));
        var taken = 0;
        foreach (var page in pages)
        {
            var own = minutes.Skip(taken).Take(page.Count).ToList();
            Assert.Equal((Start.AddMinutes(own.Min()), Start.AddMinutes(own.Max())), (page.First, page.Last));
            taken += page.Count;
        }
    }

    [Fact]
    public void AnEventMayFillAPageToItsLastByte()
    {
        foreach (var spare in new[] { 0, 1 })
        {
            using var writer = new PageWriter();
            var small = Event(0);
            writer.Add(Scored(small));
            writer.Add(Scored(Event(0)));
            var without = Assert.Single(writer.Complete(0)).Json.Length;
            using var filled = new PageWriter();
            filled.Add(Scored(small));
            filled.Add(Scored(Event(EventPage.LargestJson - without + spare)));
            Assert.Equal(1 + spare, filled.Complete(0).Count);
        }

        static ProctoringEvent Event(int more) => new()
        {
            Id = EventId.Parse("e"),
            Type = EventType.Copy,
            OccurredAt = Start,
            Data = Encoding.UTF8.GetBytes($"\"{new string('x', more)}\""),
        };
    }

    [Fact]
    public async Task PagesOfASpanOfTimeAreReadToItsVeryEnds()
    {
        var table = await storage.CreateTableAsync();
        var session = SessionId.Parse("s");
        for (var number = 0; number < 3; number++)
        {
            using var writer = new PageWriter();
            foreach (var minute in new[] { 10 * number, 10 * number + 5 })
                writer.Add(Scored(new() { Id = EventId.Parse($"e{minute}"), Type = EventType.Copy, OccurredAt = Start.AddMinutes(minute) }));
            await table.SubmitTransactionAsync([Assert.Single(writer.Complete(number)).ToAction(session)]);
        }

        // What else a session has stands before and behind.
        foreach (var key in new[] { "a:1", "h:000000", "state" }) await table.AddEntityAsync(new TableEntity("s", key));

        Assert.Equal([0, 1, 2], await NumbersAsync());
        Assert.Equal([1, 2], await NumbersAsync(fromPage: 1));
        Assert.Equal([1, 2], await NumbersAsync(from: 15));
        Assert.Equal([2], await NumbersAsync(from: 15.1));
        Assert.Equal([0, 1], await NumbersAsync(to: 10));
        Assert.Equal([0], await NumbersAsync(to: 9.9));
        Assert.Equal([1], await NumbersAsync(from: 12, to: 13));

        async Task<List<int>> NumbersAsync(int fromPage = 0, double? from = null, double? to = null) =>
        [
            .. (await new EventLog(table).ReadAsync(
                session, fromPage, from is { } earliest ? Start.AddMinutes(earliest) : null, to is { } latest ? Start.AddMinutes(latest) : null).ToListAsync())
                .Select(page => page.Number),
        ];
    }

    [Fact]
    public void WhatIsDamagedIsNotTakenForEvents()
    {
        using var writer = new PageWriter();
        foreach (var scored in SampleReport.Events(3)) writer.Add(scored);
        var page = Assert.Single(writer.Complete(0));
        var row = (TableEntity)page.ToAction(SessionId.Parse("s")).Entity;

        row[EventPage.LengthColumn] = page.Json.Length + 1;
        Assert.Throws<InvalidDataException>(() => EventPage.Read(row));
        row[EventPage.LengthColumn] = page.Json.Length - 1;
        Assert.Throws<InvalidDataException>(() => EventPage.Read(row));
        Assert.Throws<InvalidDataException>(() => (page with { Json = "[7]"u8.ToArray() }).Read());
        Assert.Throws<InvalidDataException>(() => (page with { Json = "no JSON"u8.ToArray() }).Read());
    }

    static ScoredEvent Scored(ProctoringEvent scored) => new(scored, Start.AddHours(1), Late: false, Deduction: 0, Reason: "test");
}
