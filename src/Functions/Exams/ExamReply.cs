using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Exams;

/// <summary>An exam as clients see it.</summary>
sealed record ExamReply(
    ExamId Id,
    OrganizationId OrganizationId,
    string Title,
    int DurationMinutes,
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
    public static ExamReply Of(Exam exam) => new(
        exam.Id,
        exam.OrganizationId,
        exam.Title,
        (int)exam.Duration.TotalMinutes,
        exam.Description,
        exam.TotalQuestions,
        exam.ScheduledAt,
        exam.Instructions,
        exam.Sensitivity,
        exam.AllowTabSwitch,
        exam.AllowCopyPaste,
        exam.CreatedBy,
        exam.CreatedAt,
        exam.Version);
}
