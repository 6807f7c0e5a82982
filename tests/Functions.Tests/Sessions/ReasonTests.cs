using Proctoring.Domain;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class ReasonTests
{
    [Fact]
    public void AReasonHasUpTo500CharactersAndIsKeptWithoutTheSpaceAroundIt()
    {
        Assert.Equal(new string('x', 500), Reason.Require(new string('x', 500)));
        Assert.Equal("left\nthe room", Reason.Require("  left\nthe room \n"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \n")]
    [InlineData("a bell \u0007")]
    [InlineData("501")]
    public void WhatIsNoReasonIsRefusedByName(string? text)
    {
        if (text == "501") text = new string('x', 501);
        var problem = Assert.Throws<ProblemException>(() => Reason.Require(text));
        Assert.Equal((400, "reason"), (problem.Status, Assert.Single(problem.Errors!).Key));
    }

    [Fact]
    public void ANoteMayBeAbsentAndIsHeldToTheSameOtherwise()
    {
        var errors = new FieldErrors();
        Assert.Null(Reason.ReadOptional(null, errors, "note"));
        Assert.Null(Reason.ReadOptional("  ", errors, "note"));
        Assert.Equal("seen", Reason.ReadOptional(" seen ", errors, "note"));
        Assert.True(errors.IsEmpty);

        Assert.Null(Reason.ReadOptional(new string('x', 501), errors, "note"));
        Assert.Equal("note", Assert.Single(errors.ToDictionary()).Key);
    }
}
