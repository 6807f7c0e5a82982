namespace Proctoring.Domain.Exams;

/// <summary>
/// Which times exams and sessions can be planned for: from the year 2000 on, since times gone by are taken over from elsewhere, until
/// ten years ahead. What lies further away is a slip of the pen; nobody could start it.
/// </summary>
public static class SessionTimes
{
    public const string Fault = "must be from the year 2000 on and at most ten years ahead";
    private const int FirstYear = 2000;
    private const int YearsAhead = 10;

    /// <summary>The time in UTC, or null with the fault noted when it makes no sense.</summary>
    public static DateTimeOffset? Validate(DateTimeOffset? at, DateTimeOffset now, FieldErrors errors, string field = "scheduledAt")
    {
        if (at is null || (at.Value.UtcDateTime.Year >= FirstYear && at <= now.AddYears(YearsAhead)))
            return at?.ToUniversalTime();
        errors.Add(field, Fault);
        return null;
    }
}
