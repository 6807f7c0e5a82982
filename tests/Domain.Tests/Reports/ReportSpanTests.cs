using Proctoring.Domain.Reports;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests.Reports;

public sealed class ReportSpanTests
{
    static readonly DateTimeOffset Start = ReportScenario.Start;
    static readonly Actor Proctor = Actor.User(ReportScenario.Proctor);

    [Fact]
    public void APauseLastsUntilTheSessionGoesOn()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.Pause(Proctor, at, "alarm"), 10)
            .When(at => new SessionCommand.Resume(Proctor, at), 12)
            .When(at => new SessionCommand.Pause(Proctor, at, "again"), 20)
            .When(at => new SessionCommand.Resume(Proctor, at), 21)
            .Report();

        Assert.Equal([Span(10, 12), Span(20, 21)], report.Pauses);
    }

    [Fact]
    public void APauseIsEndedByTheSessionsEnd()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.Pause(Proctor, at, "alarm"), 10)
            .When(at => new SessionCommand.Terminate(Proctor, at, "evacuated"), 15)
            .Report();

        Assert.Equal([Span(10, 15)], report.Pauses);
    }

    [Fact]
    public void APauseThatGoesOnHasNoEnd()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.Pause(Proctor, at, "alarm"), 10).Report();

        Assert.Equal([new ReportSpan(Start.AddMinutes(10), null)], report.Pauses);
    }

    [Fact]
    public void AnAbsenceBeginsWhenTheCandidateWasLastSeen()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.ReportMissing(Actor.System, at, Start.AddMinutes(4)), 6)
            .When(at => new SessionCommand.ReportReturned(Actor.System, at), 7)
            .Report();

        Assert.Equal([Span(4, 7)], report.Absences);
        Assert.Empty(report.Pauses);
    }

    [Fact]
    public void AnAbsenceIsEndedByAPause()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.ReportMissing(Actor.System, at, Start.AddMinutes(4)), 6)
            .When(at => new SessionCommand.Pause(Proctor, at, "phone call"), 8)
            .When(at => new SessionCommand.Resume(Proctor, at), 9)
            .Report();

        Assert.Equal([Span(4, 8)], report.Absences);
        Assert.Equal([Span(8, 9)], report.Pauses);
    }

    [Theory]
    [InlineData("submitted")]
    [InlineData("timedOut")]
    [InlineData("terminated")]
    [InlineData("abandoned")]
    public void AnAbsenceIsEndedByTheSessionsEnd(string how)
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.ReportMissing(Actor.System, at, Start.AddMinutes(4)), 6)
            .When(at => how switch
            {
                "submitted" => new SessionCommand.Submit(Actor.Candidate(ReportScenario.Candidate), at),
                "timedOut" => new SessionCommand.TimeOut(Actor.System, at),
                "terminated" => new SessionCommand.Terminate(Proctor, at, "evacuated"),
                _ => new SessionCommand.Abandon(Actor.System, at),
            }, 60)
            .Report();

        Assert.Equal(how, report.Session.Status);
        Assert.Equal([Span(4, 60)], report.Absences);
    }

    [Fact]
    public void TwoAbsencesAreTwo()
    {
        var report = ReportScenario.Given().Started()
            .When(at => new SessionCommand.ReportMissing(Actor.System, at, Start.AddMinutes(4)), 6)
            .When(at => new SessionCommand.ReportReturned(Actor.System, at), 7)
            .When(at => new SessionCommand.ReportMissing(Actor.System, at, Start.AddMinutes(9)), 11)
            .Report();

        Assert.Equal([Span(4, 7), new ReportSpan(Start.AddMinutes(9), null)], report.Absences);
    }

    static ReportSpan Span(double from, double to) => new(Start.AddMinutes(from), Start.AddMinutes(to));
}
