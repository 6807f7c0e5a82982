using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What a session looks like, state by state.</summary>
public sealed class SessionViewTests
{
    static DateTimeOffset At(double minutes) => PlayedSession.Start.AddMinutes(minutes);

    static SessionView Of(SessionRecord session, Role reader = Role.Proctor) => SessionView.Of(
        session, new(UserId.Parse("candidate"), OrganizationId.Parse("org"), "Una", "una@example.org", reader, "login"));

    [Fact]
    public void TimesStayTrueFromTheStartToTheReview()
    {
        var running = PlayedSession.Running();
        var granted = running.And((5, (by, at) => new SessionCommand.GrantTime(by, at, TimeSpan.FromMinutes(15), "slow network")));
        var paused = granted.And((10, (by, at) => new SessionCommand.Pause(by, at, "fire drill")));
        var resumed = paused.And((20, (by, at) => new SessionCommand.Resume(by, at)));
        var ended = resumed.And((30, (by, at) => new SessionCommand.Terminate(by, at, "left")));
        var final = ended.And((31, (by, at) => new SessionCommand.FinalizeSession(by, at)));
        var reviewed = final.And((90, (by, at) => new SessionCommand.Review(by, at, ReviewDecision.Confirmed, "a phone")));

        Assert.Equal(3600, Of(running).DurationSeconds);
        foreach (var session in new[] { granted, paused, resumed, ended, final, reviewed }) Assert.Equal(75 * 60, Of(session).DurationSeconds);
        foreach (var session in new[] { running, paused, resumed, ended, final, reviewed })
        {
            Assert.Equal(PlayedSession.Start, Of(session).StartedAt);
            Assert.Equal(At(10), Of(session).ScheduledAt);
        }

        foreach (var session in new[] { ended, final, reviewed })
            Assert.Equal(("terminated", "left", At(30), At(85)), (Of(session).Status, Of(session).Reason, Of(session).EndedAt, Of(session).Deadline));
        foreach (var session in new[] { running, paused, resumed }) Assert.Null(Of(session).EndedAt);
        Assert.Equal((65 * 60, null), (Of(paused).RemainingSeconds, Of(paused).Deadline));
        Assert.Equal((null, At(85)), (Of(resumed).RemainingSeconds, Of(resumed).Deadline));
        Assert.Null(Of(ended).RemainingSeconds);
    }

    [Fact]
    public void OnlyACandidateWhoseTimeRunsIsPresentOrMissing()
    {
        Assert.Equal("present", Of(PlayedSession.Running()).Presence);
        Assert.Equal("missing", Of(PlayedSession.Missing()).Presence);
        Assert.All([PlayedSession.After(), PlayedSession.Paused(), PlayedSession.Ended()], session => Assert.Null(Of(session).Presence));
    }

    [Fact]
    public void AReviewIsShownToReadersAndNeverToTheCandidate()
    {
        var reviewed = PlayedSession.Reviewed();
        Assert.Equal(new ReviewView(ReviewDecision.Confirmed, "a phone", PlayedSession.Proctor.Id, At(90)), Of(reviewed).Review);
        Assert.Null(Of(PlayedSession.Final()).Review);

        var own = Of(reviewed, Role.Candidate);
        Assert.Equal(
            (null, null, null, null, null, null, null), (own.Review, own.Integrity, own.Risk, own.Counts, own.Alerts, own.Limited, own.Missing));
        Assert.Equal("terminated", own.Status);
    }
}
