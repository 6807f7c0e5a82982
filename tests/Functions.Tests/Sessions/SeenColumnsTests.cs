using System.Text;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class SeenColumnsTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(100, 100, 100, 400)]
    [InlineData(512, 512, 512, 512)]
    [InlineData(127, 1, 129, 255)]
    [InlineData(4096, 1, 4096, 4095)]
    [InlineData(3900, 500, 3900, 7)]
    [InlineData(9000, 1)]
    public void WhatWasWrittenInAnyStepsIsRead(params int[] steps)
    {
        var row = new TableEntity();
        var session = Running();
        for (var round = 0; round < 20; round++)
        {
            var stored = session.Seen.IdCount;
            session = Receive(session, steps[round % steps.Length]);

            var change = new TableEntity();
            SeenColumns.Write(change, stored, session.Seen);
            foreach (var (name, value) in change)
                row[name] = value;

            Assert.Equal(session.Seen.IdsToBytes(), SeenColumns.Read(row));
            Assert.Equal(session.Seen.IdCount, SeenColumns.ReadTotal(row));
            // As after a restart: what was read is numbered on.
            if (round % 3 == 2)
                session = SessionRecord.FromJson(session.Plan, session.ToJson(), SeenColumns.Read(row), SeenColumns.ReadTotal(row));
        }
    }

    [Fact]
    public void AFewIdsMoreWriteOneColumnOrTwo()
    {
        var full = Receive(Running(), 5000);
        var change = new TableEntity();
        SeenColumns.Write(change, full.Seen.IdCount, Receive(full, 100).Seen);

        Assert.InRange(change.Select(column => column.Value).OfType<byte[]>().Sum(column => column.Length), 800, 2 * 1024);
    }

    static SessionRecord Running()
    {
        var plan = new SessionPlan(
            SessionId.Parse("session"), OrganizationId.Parse("organization"), UserId.Parse("candidate"), null,
            TimeSpan.FromHours(3), Accommodations.None, Policy.Default, null, null);
        var by = Actor.Candidate(plan.CandidateId);
        var scheduled = SessionRecord.Schedule(plan, by, Start).Record;
        return scheduled.Apply(Assert.IsType<Decision.Accepted>(scheduled.Decide(new SessionCommand.Start(by, Start))).Facts);
    }

    static SessionRecord Receive(SessionRecord session, int count)
    {
        var next = session.Seen.IdCount;
        var json = Enumerable.Range(0, count).Select(i => $$"""{"id":"e{{next + i}}","type":"HEARTBEAT","occurredAt":"2026-03-02T09:01:00Z"}""");
        var events = EventReader.ReadArray(Encoding.UTF8.GetBytes($"[{string.Join(',', json)}]")).Accepted.Select(accepted => accepted.Event);
        var result = session.Ingest(new("0", next, Start.AddTicks(next + 1)), Start.AddMinutes(2), [.. events]);
        Assert.Equal(count, result.Scored.Count);
        return result.Next;
    }
}
