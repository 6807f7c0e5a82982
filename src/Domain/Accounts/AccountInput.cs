using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Accounts;

/// <summary>Checks the values of account requests; each gives the normalised value, or null with the fault noted.</summary>
public static class AccountInput
{
    public const int MaxNameLength = 200;
    public const int MaxEmailLength = 254;
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;
    public const int MaxReasonLength = 500;
    public const double MaxBaseline = 1_000_000;

    /// <summary>Trimmed, 1..200 characters, see <see cref="DisplayText"/>.</summary>
    public static string? Name(string? value, FieldErrors errors, string field = "name") => Text(value, MaxNameLength, errors, field);

    /// <summary>A reason or note: trimmed, 1..500 characters.</summary>
    public static string? Reason(string? value, FieldErrors errors, string field = "reason") => Text(value, MaxReasonLength, errors, field);

    /// <summary>
    /// Trimmed and in lower case, at most 254 characters, with one @ between two non-empty parts. Whether mail arrives there
    /// only sending some could tell.
    /// </summary>
    public static string? Email(string? value, FieldErrors errors, string field = "email")
    {
        var email = value?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(email))
            return Fault(errors, field, "is required");
        if (email.Length > MaxEmailLength)
            return Fault(errors, field, $"must be at most {MaxEmailLength} characters");
        var at = email.IndexOf('@');
        var well = at > 0 && at < email.Length - 1 && email.IndexOf('@', at + 1) < 0
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsSurrogate(c)) && DisplayText.Fault(email) is null;
        return well ? email : Fault(errors, field, "must be an e-mail address");
    }

    /// <summary>8..128 characters, taken as they are.</summary>
    public static string? Password(string? value, FieldErrors errors, string field = "password") => value switch
    {
        null or "" => Fault(errors, field, "is required"),
        { Length: < MinPasswordLength } => Fault(errors, field, $"must be at least {MinPasswordLength} characters"),
        { Length: > MaxPasswordLength } => Fault(errors, field, $"must be at most {MaxPasswordLength} characters"),
        _ => value,
    };

    /// <summary>admin, proctor, reviewer or candidate: nobody is made operator by request.</summary>
    public static Role? Role(string? value, FieldErrors errors, string field = "role")
    {
        switch (value)
        {
            case "admin": return Accounts.Role.Admin;
            case "proctor": return Accounts.Role.Proctor;
            case "reviewer": return Accounts.Role.Reviewer;
            case "candidate": return Accounts.Role.Candidate;
            default:
                errors.Add(field, value is null ? "is required" : "must be admin, proctor, reviewer or candidate");
                return null;
        }
    }

    /// <summary>Every value that is given is above 0 and at most 1,000,000; one without any value is none.</summary>
    public static Baseline? Baseline(Baseline? value, FieldErrors errors, string field = "baseline")
    {
        if (value is null)
            return null;
        var valid = Check(value.Wpm, "wpm") & Check(value.PxPerSecond, "pxPerSecond") & Check(value.AnswerSeconds, "answerSeconds");
        return valid && value != new Baseline(null, null, null) ? value : null;

        bool Check(double? number, string name)
        {
            if (number is null or (> 0 and <= MaxBaseline))
                return true;
            errors.Add($"{field}.{name}", $"must be above 0 and at most {MaxBaseline:0}");
            return false;
        }
    }

    private static string? Text(string? value, int maxLength, FieldErrors errors, string field)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
            return Fault(errors, field, "is required");
        if (text.Length > maxLength)
            return Fault(errors, field, $"must be at most {maxLength} characters");
        return DisplayText.Fault(text) is { } fault ? Fault(errors, field, fault) : text;
    }

    private static string? Fault(FieldErrors errors, string field, string message)
    {
        errors.Add(field, message);
        return null;
    }
}
