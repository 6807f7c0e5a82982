using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>Any sequence of commands, at any times.</summary>
public sealed class SessionDeciderProperties
{
    private static readonly HashSet<(string From, string To)> Listed =
    [
        ("Scheduled", "Ready"), ("Ready", "Running"), ("Running", "Paused"), ("Paused", "Running"),
        ("Running", "Ended"), ("Paused", "Ended"), ("Scheduled", "Ended"), ("Ready", "Ended"), ("Ended", "Reviewed"),
        // Facts that do not leave the state.
        ("Running", "Running"), ("Paused", "Paused"), ("Ended", "Ended"), ("Reviewed", "Reviewed"),
    ];

    [Fact]
    public void OnlyListedTransitionsHappen() => Always((before, _, facts) =>
    {
        foreach (var fact in facts)
        {
            var after = SessionDecider.Evolve(before, fact);
            Assert.Contains((before.GetType().Name, after.GetType().Name), Listed);
            before = after;
        }
    });

    [Fact]
    public void ARepeatedCommandGivesNoFactsExceptGrantedTime() => Always((before, command, facts) =>
    {
        if (facts.Count == 0 || command is GrantTime)
            return;
        var after = facts.Aggregate(before, SessionDecider.Evolve);

        Assert.Empty(Assert.IsType<Decision.Accepted>(SessionDecider.Decide(command, after)).Facts);
    });

    [Fact]
    public void NothingLeavesAnEnd() => Always((before, _, facts) =>
    {
        if (before is Session.Ended or Session.Reviewed)
            Assert.Equal(before.Status, facts.Aggregate(before, SessionDecider.Evolve).Status);
    });

    [Fact]
    public void TheDeadlineNeverMovesBack() => Always((before, _, facts) =>
    {
        var after = facts.Aggregate(before, SessionDecider.Evolve);
        if (before.Deadline is { } old && after.Deadline is { } deadline)
            Assert.True(deadline >= old);
    });

    [Fact]
    public void FactsTellWhoAndWhen() => Always((_, command, facts) =>
        Assert.All(facts, fact => Assert.Equal((command.By, command.At), (fact.By, fact.At))));

    private static void Always(Action<Session, SessionCommand, IReadOnlyList<SessionFact>> check) =>
        Check.QuickThrowOnFailure(Prop.ForAll<(byte Command, byte Minutes)[]>(steps =>
        {
            Session session = new Session.Scheduled(Plan());
            var minute = 0.0;
            foreach (var (number, minutes) in steps)
            {
                minute += minutes / 8.0;
                var command = Command(number, At(minute), minutes);
                if (SessionDecider.Decide(command, session) is not Decision.Accepted { Facts: var facts })
                    continue;
                check(session, command, facts);
                session = facts.Aggregate(session, SessionDecider.Evolve);
            }
        }));

    private static SessionCommand Command(byte number, DateTimeOffset at, byte minutes) => (number % 16) switch
    {
        0 => new CheckIn(Candidate, at),
        1 or 2 => new Start(Candidate, at),
        3 => new Pause(Proctor, at, "reason"),
        4 => new Resume(Proctor, at),
        5 => new GrantTime(Proctor, at, TimeSpan.FromMinutes(minutes), "reason"),
        6 => new Terminate(Proctor, at, "reason"),
        7 => new Submit(Candidate, at),
        8 => new TimeOut(Actor.System, at),
        9 or 10 => new ReportMissing(Actor.System, at, at - TimeSpan.FromMinutes(minutes)),
        11 => new ReportReturned(Actor.System, at),
        12 => new Abandon(Actor.System, at),
        13 or 14 => new FinalizeSession(Actor.System, at),
        _ => new Review(Proctor, at, (ReviewDecision)(minutes % 3)),
    };
}
