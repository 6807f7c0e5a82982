using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;

namespace Proctoring.Domain.Tests.Exams;

public sealed class AccommodationsTests
{
    [Fact]
    public void ExtraTimeInPercentAndMinutesAddsUp() =>
        Assert.Equal(TimeSpan.FromMinutes(60 + 15 + 10), new Accommodations(25, 10, []).Extend(TimeSpan.FromMinutes(60)));

    [Fact]
    public void NoneLeavesTheTimeAsItIs() => Assert.Equal(TimeSpan.FromMinutes(45), Accommodations.None.Extend(TimeSpan.FromMinutes(45)));

    [Fact]
    public void NoAccommodationEverShortensATime() => Check.QuickThrowOnFailure(Prop.ForAll<ushort, ushort, ushort>((percent, minutes, duration) =>
    {
        var errors = new FieldErrors();
        var accommodations = new AccommodationsInput(percent, minutes, null).Validate(errors);
        var time = TimeSpan.FromMinutes(1 + duration % DurationLimits.MaxMinutes);

        Assert.Equal(percent <= 300 && minutes <= 480, accommodations is not null);
        if (accommodations is not null)
            Assert.True(accommodations.Extend(time) >= time);
    }));

    [Fact]
    public void TheMostThatCanBeGranted() =>
        Assert.Equal((300, 480), new AccommodationsInput(300, 480, null).Validate(new FieldErrors()) is { } most ? (most.ExtraTimePercent, most.ExtraTimeMinutes) : default);

    [Fact]
    public void ValuesOutOfRangeAreNamed()
    {
        var errors = new FieldErrors();

        Assert.Null(new AccommodationsInput(301, -1, ["NO_FACE", "SMELL", null]).Validate(errors));

        Assert.Equal(
            ["accommodations.exemptEventTypes", "accommodations.extraTimeMinutes", "accommodations.extraTimePercent"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void ExemptedTypesAreTakenOnce() => Assert.Equal(
        [EventType.NoFace, EventType.EyeClosed],
        new AccommodationsInput(null, null, ["NO_FACE", "EYE_CLOSED", "NO_FACE"]).Validate(new FieldErrors())!.ExemptEventTypes);
}
