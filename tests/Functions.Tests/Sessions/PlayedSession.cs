using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Actor = Proctoring.Domain.Sessions.Actor;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A session of an hour, played by commands, without storage around it.</summary>
static class PlayedSession
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly Actor Proctor = Actor.User(UserId.Parse("proctor"));

    /// <param name="commands">Each by a proctor so many minutes after the start.</param>
    public static SessionRecord After(params (double Minutes, Func<Actor, DateTimeOffset, SessionCommand> Command)[] commands)
    {
        var plan = new SessionPlan(
            SessionId.Parse(Guid.NewGuid().ToString("N")), OrganizationId.Parse("org"), UserId.Parse("candidate"), ExamId.Parse("exam"),
            TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, Start.AddMinutes(10));
        var record = SessionRecord.Schedule(plan, Proctor, Start.AddHours(-1)).Record;
        return record.And(commands);
    }

    public static SessionRecord And(this SessionRecord record, params (double Minutes, Func<Actor, DateTimeOffset, SessionCommand> Command)[] commands) =>
        commands.Aggregate(record, (before, next) =>
            before.Apply(Assert.IsType<Decision.Accepted>(before.Decide(next.Command(Proctor, Start.AddMinutes(next.Minutes)))).Facts));

    public static SessionRecord Running() => After((0, (by, at) => new SessionCommand.Start(by, at)));

    /// <summary>Nobody has heard of its candidate since the start, which was noticed after a minute and a half.</summary>
    public static SessionRecord Missing() => Running().And((1.5, (by, at) => new SessionCommand.ReportMissing(by, at, Start)));

    public static SessionRecord Paused() => Running().And((20, (by, at) => new SessionCommand.Pause(by, at, "fire drill")));

    public static SessionRecord Ended() => Running().And((30, (by, at) => new SessionCommand.Terminate(by, at, "left")));

    public static SessionRecord Final() => Ended().And((31, (by, at) => new SessionCommand.FinalizeSession(by, at)));

    public static SessionRecord Reviewed() => Final().And((90, (by, at) => new SessionCommand.Review(by, at, ReviewDecision.Confirmed, "a phone")));

    /// <summary>Events were scored after the score was final.</summary>
    public static SessionRecord Reopened(this SessionRecord final) =>
        final.Apply([new SessionFact.LateEventsScored(Actor.System, Start.AddMinutes(100), "late")]);
}
