using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Accounts;

/// <summary>Checks the values of account requests; each gives the normalised value, or null with the fault noted.</summary>
public static class AccountInput
{
    /// <summary>Trimmed, 1..200 characters, no control characters.</summary>
    public static string? Name(string? value, FieldErrors errors, string field = "name") => throw new NotImplementedException();

    /// <summary>Trimmed and in lower case, at most 254 characters, with one @ between two non-empty parts.</summary>
    public static string? Email(string? value, FieldErrors errors, string field = "email") => throw new NotImplementedException();

    /// <summary>8..128 characters.</summary>
    public static string? Password(string? value, FieldErrors errors, string field = "password") => throw new NotImplementedException();

    /// <summary>admin, proctor or candidate.</summary>
    public static Role? Role(string? value, FieldErrors errors, string field = "role") => throw new NotImplementedException();

    /// <summary>A reason or note: trimmed, 1..500 characters.</summary>
    public static string? Reason(string? value, FieldErrors errors, string field = "reason") => throw new NotImplementedException();

    /// <summary>Every value that is given is above 0 and at most 1,000,000.</summary>
    public static Baseline? Baseline(Baseline? value, FieldErrors errors, string field = "baseline") => throw new NotImplementedException();
}
