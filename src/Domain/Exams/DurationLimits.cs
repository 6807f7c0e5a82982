namespace Proctoring.Domain.Exams;

/// <summary>Limits of an exam's or interview's length.</summary>
public static class DurationLimits
{
    public const int MinMinutes = 1;
    public const int MaxMinutes = 24 * 60;

    /// <summary>The duration, or null with the fault noted.</summary>
    public static TimeSpan? Validate(int? minutes, FieldErrors errors, string field = "durationMinutes")
    {
        if (minutes is >= MinMinutes and <= MaxMinutes)
            return TimeSpan.FromMinutes(minutes.Value);
        errors.Add(field, minutes is null ? "is required" : $"must be from {MinMinutes} to {MaxMinutes}");
        return null;
    }
}
