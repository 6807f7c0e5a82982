using System.Globalization;
using Microsoft.AspNetCore.Http;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>Which events of a session are wanted; what is null does not matter.</summary>
/// <param name="From">The earliest time of occurrence, itself included.</param>
/// <param name="To">The latest time of occurrence, itself included.</param>
/// <param name="Label">The whole label; upper and lower case are the same.</param>
sealed record EventFilter(EventType? Type, DateTimeOffset? From, DateTimeOffset? To, string? Label)
{
    public static EventFilter Read(HttpRequest request)
    {
        var errors = new FieldErrors();
        EventType? type = null;
        if (Value("type") is { } name && !EventType.TryParse(name, out type)) errors.Add("type", "is not a type of event");
        var filter = new EventFilter(type, Time("from"), Time("to"), Value("label"));
        errors.ThrowIfAny();
        return filter;

        string? Value(string field) => request.Query[field].ToString() is { Length: > 0 } text ? text : null;

        DateTimeOffset? Time(string field)
        {
            if (Value(field) is not { } text) return null;
            // An unescaped plus sign of an offset arrives as a space.
            if (DateTimeOffset.TryParse(
                text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
            errors.Add(field, "is a time, as 2026-01-31T12:00:00Z");
            return null;
        }
    }

    public bool Matches(ProctoringEvent e) =>
        (Type is null || e.Type == Type)
        && (From is null || e.OccurredAt >= From)
        && (To is null || e.OccurredAt <= To)
        && (Label is null || string.Equals(e.Label, Label, StringComparison.OrdinalIgnoreCase));
}
