using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Sessions.SessionFact;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

public sealed class ReviewTests
{
    private static readonly Actor Other = Actor.User(UserId.Parse("second-reviewer"));

    private static SessionFact[] Submitted =>
        [new SessionScheduled(Proctor, T0), new CandidateCheckedIn(Candidate, T0), new SessionStarted(Candidate, T0), new SessionSubmitted(Candidate, At(30))];

    private static SessionFact[] Over => [.. Submitted, new SessionFinalized(Actor.System, At(30))];

    private static SessionFact[] Confirmed => [.. Over, new SessionReviewed(Proctor, At(40), ReviewDecision.Confirmed, "phone")];

    [Fact]
    public void AReviewWaitsForTheFinalScore() =>
        Of(Submitted).When(new Review(Proctor, At(31), ReviewDecision.Cleared)).ThenRefused("not-final");

    [Fact]
    public void WhatWasNeverStartedIsNotReviewed() => Of(new SessionScheduled(Proctor, T0), new SessionCancelled(Proctor, At(1), "ill"))
        .When(new Review(Proctor, At(2), ReviewDecision.Cleared)).ThenRefused("cancelled");

    [Fact]
    public void AReviewKeepsHowTheSessionEnded()
    {
        var reviewed = Assert.IsType<Session.Reviewed>(
            Of(Over).When(new Review(Proctor, At(90), ReviewDecision.Confirmed, "phone")).ThenSession());

        Assert.Equal(("submitted", ReviewDecision.Confirmed, "phone"), (reviewed.Status, reviewed.Decision, reviewed.Note));
    }

    [Theory]
    [InlineData("phone")]
    [InlineData(null)]
    public void TheSameVerdictWithNothingNewToSayChangesNothing(string? note) =>
        Of(Confirmed).When(new Review(Other, At(50), ReviewDecision.Confirmed, note)).Then();

    [Fact]
    public void TheSameVerdictWithANewNoteIsKept()
    {
        var reviewed = Assert.IsType<Session.Reviewed>(Of(Confirmed)
            .When(new Review(Other, At(50), ReviewDecision.Confirmed, "and a second person"))
            .Then(new SessionReviewed(Other, At(50), ReviewDecision.Confirmed, "and a second person")));

        Assert.Equal(("and a second person", Other, At(50)), (reviewed.Note, reviewed.By, reviewed.ReviewedAt));
    }

    [Theory]
    [InlineData("phone")]
    [InlineData(null)]
    public void AnotherVerdictNeedsNoOtherNote(string? note) => Of(Confirmed)
        .When(new Review(Other, At(50), ReviewDecision.Cleared, note)).Then(new SessionReviewed(Other, At(50), ReviewDecision.Cleared, note));

    [Fact]
    public void AVerdictCanBeCorrected()
    {
        var corrected = Assert.IsType<Session.Reviewed>(Of(Confirmed)
            .When(new Review(Other, At(50), ReviewDecision.Cleared, "it was a calculator"))
            .Then(new SessionReviewed(Other, At(50), ReviewDecision.Cleared, "it was a calculator")));

        Assert.Equal((ReviewDecision.Cleared, "submitted"), (corrected.Decision, corrected.Status));
        Assert.Equal((Other, At(50), "it was a calculator"), (corrected.By, corrected.ReviewedAt, corrected.Note));
    }

    private static Scenario Of(params SessionFact[] facts) =>
        new(facts.Aggregate((Session)new Session.Scheduled(Plan()), SessionDecider.Evolve));
}
