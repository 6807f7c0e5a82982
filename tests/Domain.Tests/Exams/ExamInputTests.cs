using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Exams;

public sealed class ExamInputTests
{
    private static readonly ExamInput Algebra = new("Algebra", 90, null, null, null, null, null, null, null);

    [Fact]
    public void AnExamNeedsATitleAndADuration()
    {
        var exam = Validate(Algebra with { Title = "  Algebra " }).Exam!;

        Assert.Equal(("Algebra", TimeSpan.FromMinutes(90), Sensitivity.Medium, false, false, 1),
            (exam.Title, exam.Duration, exam.Sensitivity, exam.AllowTabSwitch, exam.AllowCopyPaste, exam.Version));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void ThePolicyIsTheExams(bool allowTabSwitch, bool allowCopyPaste)
    {
        var exam = Validate(Algebra with { Sensitivity = "high", AllowTabSwitch = allowTabSwitch, AllowCopyPaste = allowCopyPaste }).Exam! with { Version = 3 };
        var policy = exam.ToPolicy();

        Assert.Equal((Sensitivity.High, allowTabSwitch, allowCopyPaste, 3), (policy.Sensitivity, policy.AllowTabSwitch, policy.AllowCopyPaste, policy.Version));
    }

    [Fact]
    public void ThePlannedTimeIsKeptInUtc()
    {
        var exam = Validate(Algebra with { ScheduledAt = T0.ToOffset(TimeSpan.FromHours(2)) }).Exam!;

        Assert.Equal((T0, TimeSpan.Zero), (exam.ScheduledAt!.Value, exam.ScheduledAt.Value.Offset));
    }

    [Fact]
    public void EveryFaultIsNamedAtOnce()
    {
        var (exam, errors) = Validate(new(" ", 0, new string('x', 2_001), 0, DateTimeOffset.MinValue, new string('x', 10_001), "extreme", null, null));

        Assert.Null(exam);
        Assert.Equal(["description", "durationMinutes", "instructions", "scheduledAt", "sensitivity", "title", "totalQuestions"], errors.ToDictionary().Keys);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(1_440, null)]
    [InlineData(0, "must be from 1 to 1440")]
    [InlineData(1_441, "must be from 1 to 1440")]
    [InlineData(-5, "must be from 1 to 1440")]
    [InlineData(null, "is required")]
    public void AnExamLastsAMinuteToADay(int? minutes, string? fault)
    {
        var (exam, errors) = Validate(Algebra with { DurationMinutes = minutes });

        Assert.Equal(fault, errors.IsEmpty ? null : Assert.Single(errors.ToDictionary()["durationMinutes"]));
        Assert.Equal(fault is null, exam is not null);
    }

    [Fact]
    public void TheLimitsThemselvesAreAccepted()
    {
        var most = Algebra with { Title = new string('x', 200), Description = new string('x', 2_000), TotalQuestions = 1_000, Instructions = new string('x', 10_000) };

        Assert.True(Validate(most).Errors.IsEmpty);
        Assert.Equal(
            ["title", "totalQuestions"],
            Validate(most with { Title = most.Title + "x", TotalQuestions = 1_001 }).Errors.ToDictionary().Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("High")]
    [InlineData("1")]
    public void SensitivityIsOneOfThreeWords(string sensitivity) =>
        Assert.Equal(["sensitivity"], Validate(Algebra with { Sensitivity = sensitivity }).Errors.ToDictionary().Keys);

    [Fact]
    public void AFaultOfAnotherFieldDoesNotHideAGoodExam()
    {
        var errors = new FieldErrors();
        errors.Add("other", "is wrong");

        Assert.NotNull(Algebra.Validate(errors, ExamId.Parse("e"), OrganizationId.Parse("o"), UserId.Parse("u"), T0));
    }

    private static (Exam? Exam, FieldErrors Errors) Validate(ExamInput input)
    {
        var errors = new FieldErrors();
        return (input.Validate(errors, ExamId.Parse("exam"), OrganizationId.Parse("organization"), UserId.Parse("admin"), T0), errors);
    }
}
