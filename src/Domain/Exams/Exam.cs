using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Exams;

/// <summary>An exam that sessions can be planned for.</summary>
/// <param name="Version">1 at creation; a session keeps the version that it was planned with.</param>
public sealed record Exam(
    ExamId Id,
    OrganizationId OrganizationId,
    string Title,
    TimeSpan Duration,
    string? Description,
    int? TotalQuestions,
    DateTimeOffset? ScheduledAt,
    string? Instructions,
    Sensitivity Sensitivity,
    bool AllowTabSwitch,
    bool AllowCopyPaste,
    UserId CreatedBy,
    DateTimeOffset CreatedAt,
    int Version)
{
    /// <summary>How sessions of this exam are judged.</summary>
    public Policy ToPolicy() => Policy.For(Sensitivity, AllowTabSwitch, AllowCopyPaste, Version);
}

/// <summary>An exam as a request states it, unchecked.</summary>
public sealed record ExamInput(
    string? Title,
    int? DurationMinutes,
    string? Description,
    int? TotalQuestions,
    DateTimeOffset? ScheduledAt,
    string? Instructions,
    string? Sensitivity,
    bool? AllowTabSwitch,
    bool? AllowCopyPaste)
{
    /// <summary>The exam, or null with the faults noted.</summary>
    public Exam? Validate(FieldErrors errors, ExamId id, OrganizationId organization, UserId by, DateTimeOffset at) =>
        throw new NotImplementedException();
}

/// <summary>Limits of an exam's or interview's length.</summary>
public static class DurationLimits
{
    public const int MinMinutes = 1;
    public const int MaxMinutes = 24 * 60;

    /// <summary>The duration, or null with the fault noted.</summary>
    public static TimeSpan? Validate(int? minutes, FieldErrors errors, string field = "durationMinutes") => throw new NotImplementedException();
}
