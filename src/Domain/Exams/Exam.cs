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
