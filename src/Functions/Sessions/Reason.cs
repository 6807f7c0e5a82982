using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>Why somebody did something to a session, as the history keeps it.</summary>
static class Reason
{
    const int Longest = 500;

    public static string Require(string? text)
    {
        var errors = new FieldErrors();
        return Read(text, errors) ?? throw Problem.Invalid(errors);
    }

    /// <summary>The reason, or null with the fault noted.</summary>
    public static string? Read(string? text, FieldErrors errors, string field = "reason")
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(field, "is missing");
        else if (text.Length > Longest)
            errors.Add(field, $"is longer than {Longest} characters");
        else if (DisplayText.Fault(text, lines: true) is { } fault)
            errors.Add(field, fault);
        else
            return text.Trim();
        return null;
    }

    /// <summary>A note that may be absent, or null with the fault noted if it is too long.</summary>
    public static string? ReadOptional(string? text, FieldErrors errors, string field) =>
        string.IsNullOrWhiteSpace(text) ? null : Read(text, errors, field);
}
