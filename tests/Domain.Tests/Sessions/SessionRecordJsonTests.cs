using System.Text;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

public sealed class SessionRecordJsonTests
{
    private static readonly SessionPlan Full = Plan(
        Policy.For(Sensitivity.High, allowTabSwitch: true, version: 4), new Baseline(50.5, null, 60), new Accommodations(25, 5, [EventType.EyeClosed]));

    public static TheoryData<string> States => [.. Records.Keys];

    private static SessionRecord Scheduled => SessionRecord.Schedule(Plan(), Proctor, T0).Record;

    private static SessionRecord Busy
    {
        get
        {
            var events = EventType.All.Select((type, i) => Event(type, i * 61, seq: 2 * i + 1, sample: type == EventType.TypingSample ? 1 / 3.0 : null));
            return Running(Full).Receive([.. events]).Next with { NextPage = 3, Version = 9 };
        }
    }

    private static Dictionary<string, SessionRecord> Records => new()
    {
        ["scheduled"] = Scheduled,
        ["ready"] = Scheduled.After(new CheckIn(Candidate, At(-1))),
        ["running"] = Busy,
        ["missing"] = Busy.After(new ReportMissing(Actor.System, At(30), At(21))),
        ["paused"] = Busy.After(new Pause(Proctor, At(30), "fire \"alarm\"")),
        ["resumed"] = Busy.After(new Pause(Proctor, At(30), "fire")).After(new Resume(Proctor, At(31))),
        ["granted"] = Busy.After(new GrantTime(Proctor, At(31), TimeSpan.FromMinutes(2), "fire")),
        ["ended"] = Busy.After(new Submit(Candidate, At(40))),
        ["cancelled"] = Scheduled.After(new Terminate(Proctor, At(1), "ill")),
        ["reviewed"] = Busy.After(new Submit(Candidate, At(40))).After(new FinalizeSession(Actor.System, At(40)))
            .After(new Review(Proctor, At(50), ReviewDecision.SecondReview, "hm")),
        ["overridden"] = Busy.SetOverride(55, UserId.Parse("proctor"), "seen on video", At(35)).Record,
        ["limited"] = Busy.Ingest(new("9", 1, At(29)), At(29), [Event(EventType.Heartbeat, 1_700)], eventLimit: 0).Next,
        ["summarised"] = Running().Receive([.. Enumerable.Range(0, 25).Select(i => Event(EventType.Copy, i * 61))]).Next,
        ["risky"] = Running(Plan() with { Baseline = null })
            .Receive([Event(EventType.FocusLost, 1, durationMs: 130_000), .. Many(EventType.TabSwitch, 11)]).Next,
        ["interview"] = SessionRecord.Schedule(Plan() with { ExamId = null, ScheduledAt = null }, Proctor, T0).Record,
    };

    [Theory]
    [MemberData(nameof(States))]
    public void ARecordIsReadAsItWasWritten(string state)
    {
        var record = Records[state];

        var read = SessionRecord.FromJson(SessionPlan.FromJson(record.Plan.ToJson()), record.ToJson(), record.Seen.IdsToBytes(), record.Seen.IdCount);

        Assert.Equal(Encoding.UTF8.GetString(record.ToJson()), Encoding.UTF8.GetString(read.ToJson()));
        Assert.Equal(Encoding.UTF8.GetString(record.Plan.ToJson()), Encoding.UTF8.GetString(read.Plan.ToJson()));
        Assert.Equal(record.Seen.IdsToBytes(), read.Seen.IdsToBytes());
        Assert.Equal(record.Integrity, read.Integrity);
        Assert.Equal(record.Risk.Components, read.Risk.Components);
        Assert.Equal(record.Positions, read.Positions);
        Assert.Equal(record.Outbox, read.Outbox);
        Assert.Equal(record.Pauses, read.Pauses);
        Assert.Equal((record.NextPage, record.NextHistory, record.LastSeen, record.Version), (read.NextPage, read.NextHistory, read.LastSeen, read.Version));
        Assert.Equal((record.LifecycleVersion, record.Unrecorded, record.Finals), (read.LifecycleVersion, read.Unrecorded, read.Finals));
        Assert.Equal(record.Session, WithPlan(read.Session, record.Plan));
        Assert.Equal((record.Session.Deadline, record.Session.Duration), (read.Session.Deadline, read.Session.Duration));
    }

    [Fact]
    public void TheStateStaysSmallWhateverACandidateSends()
    {
        var record = Running();
        for (var i = 0; i < 3_000; i++)
            record = record.Receive(Event(EventType.Copy, i * 61, id: new string('x', 50) + i, seq: 3 * i + 1)).Next;

        Assert.InRange(record.ToJson().Length, 1_000, 64 * 1024);
        Assert.InRange(record.Seen.IdsToBytes().Length, 1_000, 32 * 1024);
    }

    // Plans hold lists and compare by reference; everything else compares by value.
    private static Session WithPlan(Session session, SessionPlan plan) => session switch
    {
        Session.Scheduled => new Session.Scheduled(plan),
        Session.Ready => new Session.Ready(plan),
        Session.Running s => new Session.Running(plan, s.StartedAt, s.Granted, s.PausedTotal, s.MissingSince),
        Session.Paused s => new Session.Paused(plan, s.StartedAt, s.Granted, s.PausedTotal, s.PausedAt, s.Why),
        Session.Ended s => new Session.Ended(plan, s.StartedAt, s.Granted, s.PausedTotal, s.EndedAt, s.Outcome, s.Why, s.Finalized),
        Session.Reviewed s => new Session.Reviewed(plan, (Session.Ended)WithPlan(s.End, plan), s.Decision, s.Note, s.By, s.ReviewedAt),
        _ => throw new ArgumentException(session.Status),
    };
}
