namespace Proctoring.Domain.Exams;

/// <summary>Which dates make sense: table storage keeps none before 1601, and arithmetic must not run over the year 9999.</summary>
public static class SessionTimes
{
    public const string Fault = "must be in the years 2000 to 2999";

    public static bool IsReasonable(DateTimeOffset? at) => at is null || at.Value.UtcDateTime.Year is >= 2000 and < 3000;

    /// <summary>The time in UTC, or null with the fault noted when it makes no sense.</summary>
    public static DateTimeOffset? Validate(DateTimeOffset? at, FieldErrors errors, string field = "scheduledAt")
    {
        if (IsReasonable(at))
            return at?.ToUniversalTime();
        errors.Add(field, Fault);
        return null;
    }
}
