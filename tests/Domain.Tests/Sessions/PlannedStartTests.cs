using Proctoring.Domain.Exams;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Sessions.SessionFact;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>When a session can be planned for, and that its candidate keeps to it. The plan says <see cref="T0"/>.</summary>
public sealed class PlannedStartTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private static Scenario Planned(DateTimeOffset? at) => new(new Session.Scheduled(Plan() with { ScheduledAt = at }));

    [Fact]
    public void ACandidateWhoIsTooEarlyIsToldFromWhenOn()
    {
        var early = Planned(T0).When(new Start(Candidate, At(-15) - TimeSpan.FromTicks(1), Quarter));

        var refusal = Assert.IsType<Decision.Refused>(early.Decision).Refusal;
        Assert.Equal(("too-early", At(-15)), (refusal.Code, refusal.NotBefore));
        Assert.Contains("2026-03-02 09:00:00Z", refusal.Reason);
        Assert.Contains("2026-03-02 08:45:00Z", refusal.Reason);
    }

    [Fact]
    public void WhoHasCheckedInIsHeldToTheTimeToo() =>
        new Scenario(new Session.Ready(Plan())).When(new Start(Candidate, At(-16), Quarter)).ThenRefused("too-early");

    [Fact]
    public void ACandidateMayCheckInLongBefore() =>
        Planned(T0).When(new CheckIn(Candidate, At(-600))).Then(new CandidateCheckedIn(Candidate, At(-600)));

    [Theory]
    [InlineData(-15)]
    [InlineData(0)]
    [InlineData(90_000)]
    public void FromThenOnACandidateMayStart(double minute) =>
        Assert.Equal("running", Planned(T0).When(new Start(Candidate, At(minute), Quarter)).ThenSession().Status);

    [Fact]
    public void WithoutAPlannedTimeACandidateMayStartAtAnyTime() =>
        Assert.Equal("running", Planned(null).When(new Start(Candidate, At(-9_999))).ThenSession().Status);

    [Fact]
    public void WhoSupervisesMayStartAtAnyTimeAndLetsTheCandidateIn()
    {
        var running = Planned(T0).When(new Start(Proctor, At(-600), Quarter)).ThenSession();

        new Scenario(running).When(new Start(Candidate, At(-599), Quarter)).Then();
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", false)]
    [InlineData("1999-12-31T23:59:59Z", false)]
    [InlineData("2000-01-01T00:00:00Z", true)]
    [InlineData("2000-01-01T00:00:00+02:00", false)]
    [InlineData("2036-03-02T09:00:00Z", true)]
    [InlineData("2036-03-02T09:00:01Z", false)]
    [InlineData("9999-12-31T23:59:59Z", false)]
    public void ATimeIsFromTheYear2000OnAndAtMostTenYearsAhead(string time, bool makesSense)
    {
        var errors = new FieldErrors();
        var at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(makesSense ? at : null, SessionTimes.Validate(at, T0, errors));
        Assert.Equal(makesSense, errors.IsEmpty);
    }
}
