using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Exams;

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
    public const int MaxTitleLength = 200;
    public const int MaxDescriptionLength = 2_000;
    public const int MaxInstructionsLength = 10_000;
    public const int MaxQuestions = 1_000;

    /// <summary>The exam, or null with the faults noted.</summary>
    public Exam? Validate(FieldErrors errors, ExamId id, OrganizationId organization, UserId by, DateTimeOffset at)
    {
        var found = new FieldErrors();
        var title = Title?.Trim();
        if (string.IsNullOrEmpty(title))
            found.Add("title", "is required");
        else if (title.Length > MaxTitleLength)
            found.Add("title", $"must be at most {MaxTitleLength} characters");
        else if (DisplayText.Fault(title) is { } fault)
            found.Add("title", fault);
        if (Description?.Length > MaxDescriptionLength)
            found.Add("description", $"must be at most {MaxDescriptionLength} characters");
        else if (DisplayText.Fault(Description ?? "", lines: true) is { } inDescription)
            found.Add("description", inDescription);
        if (Instructions?.Length > MaxInstructionsLength)
            found.Add("instructions", $"must be at most {MaxInstructionsLength} characters");
        else if (DisplayText.Fault(Instructions ?? "", lines: true) is { } inInstructions)
            found.Add("instructions", inInstructions);
        if (TotalQuestions is < 1 or > MaxQuestions)
            found.Add("totalQuestions", $"must be from 1 to {MaxQuestions}");
        var scheduledAt = SessionTimes.Validate(ScheduledAt, at, found);
        var duration = DurationLimits.Validate(DurationMinutes, found);
        var sensitivity = ParseSensitivity(found);

        errors.Add(found);
        return found.IsEmpty
            ? new(id, organization, title!, duration!.Value, Description, TotalQuestions, scheduledAt, Instructions,
                sensitivity, AllowTabSwitch ?? false, AllowCopyPaste ?? false, by, at, Version: 1)
            : null;
    }

    private Sensitivity ParseSensitivity(FieldErrors found)
    {
        switch (Sensitivity)
        {
            case "low": return Scoring.Sensitivity.Low;
            case null or "medium": return Scoring.Sensitivity.Medium;
            case "high": return Scoring.Sensitivity.High;
            default:
                found.Add("sensitivity", "must be low, medium or high");
                return default;
        }
    }
}
