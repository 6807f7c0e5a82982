using Azure;
using Azure.Messaging.EventHubs;
using Proctoring.Domain;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Scoring;

public sealed class ScoringFaultTests
{
    static readonly Exception Busy = new RequestFailedException(503, "busy");
    static readonly Exception Refused = new RequestFailedException(400, "a row is wrong");
    static readonly Exception Defect = new InvalidOperationException("nobody has thought of this");
    static readonly Exception Unreadable = new UnreadableSessionException(SessionId.Parse("s"), Defect);

    public static TheoryData<Exception, bool> Faults => new()
    {
        { Busy, true },
        { new RequestFailedException(404, "no table"), true },
        { Refused, false },
        { new RequestFailedException(413, "a row is too large"), false },
        { new SessionConflictException(SessionId.Parse("s")), true },
        { new OutOfMemoryException(), true },
        { new IOException("broken off"), true },
        { new HttpRequestException("no connection"), true },
        { new TaskCanceledException("timeout"), true },
        { new EventHubsException(true, "events", "busy", EventHubsException.FailureReason.ServiceBusy), true },
        { new AggregateException(Busy, new IOException("broken off")), true },
        { new AggregateException(Busy, Refused), false },
        { new AggregateException(Busy, Defect), false },
        { Defect, false },
        { Unreadable, false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void OnlyWhatPassesIsTheMachinerys(Exception fault, bool passes) => Assert.Equal(passes, ScoringFault.IsOfMachinery(fault));

    [Fact]
    public void WhatMayBeARaceIsTriedThreeTimesAndWhatIsCertainOnce()
    {
        Assert.True(ScoringFault.IsWorthAnother(Defect, 1));
        Assert.True(ScoringFault.IsWorthAnother(Defect, 2));
        Assert.False(ScoringFault.IsWorthAnother(Defect, 3));
        Assert.False(ScoringFault.IsWorthAnother(Unreadable, 1));
        Assert.False(ScoringFault.IsWorthAnother(Refused, 1));
        Assert.True(ScoringFault.IsWorthAnother(Busy, 1));
    }
}
