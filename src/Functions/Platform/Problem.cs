using Microsoft.AspNetCore.Http;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>Every refusal that this API gives; <c>throw Problem.NotFound("session")</c>.</summary>
static class Problem
{
    /// <summary>What tells the kinds of problems apart; see <see cref="ProblemException.Slug"/>.</summary>
    public const string InvalidInput = "invalid-input";
    public const string TooLargeInput = "too-large";

    public static ProblemException Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemException Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(StatusCodes.Status400BadRequest, InvalidInput, "The request is not valid",
            string.Join("; ", errors.SelectMany(error => error.Value, (error, message) => $"{error.Key} {message}")))
        {
            Errors = errors,
        };

    public static ProblemException Invalid(FieldErrors errors) => Invalid(errors.ToDictionary());

    /// <summary>Ends the request if anything was found wrong with it.</summary>
    public static void ThrowIfAny(this FieldErrors errors)
    {
        if (!errors.IsEmpty) throw Invalid(errors);
    }

    public static ProblemException Unauthenticated(string detail = "A valid access token is needed.") =>
        new(StatusCodes.Status401Unauthorized, "unauthenticated", "Not authenticated", detail);

    public static ProblemException Forbidden(string detail = "Your role does not allow this.") =>
        new(StatusCodes.Status403Forbidden, "forbidden", "Not allowed", detail);

    /// <param name="what">The kind of resource, as in "session".</param>
    /// <param name="field">The field of the body that names it; null when the path does.</param>
    public static ProblemException NotFound(string what, string? field = null) =>
        new(StatusCodes.Status404NotFound, "not-found", "Not found", $"There is no such {what}.") { Errors = In(field, "is unknown") };

    /// <summary>The resource's state does not allow this now.</summary>
    /// <param name="notBefore">When it will be allowed, if it is only too early: member <c>notBefore</c> of the reply.</param>
    public static ProblemException Refused(string reason, DateTimeOffset? notBefore = null) =>
        new(StatusCodes.Status409Conflict, "refused", "Refused in the present state", reason)
        {
            Extensions = notBefore is { } at ? new Dictionary<string, object?> { ["notBefore"] = at } : null,
        };

    /// <summary>A value that has to be unique is taken, or somebody else was faster.</summary>
    public static ProblemException Conflict(string detail, string? field = null) =>
        new(StatusCodes.Status409Conflict, "conflict", "Conflict", detail)
        {
            Errors = In(field, detail),
        };

    public static ProblemException KeyReused() =>
        new(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "The key stands for another command",
            $"This {IdempotencyKey.Header} was sent with another command or another body: each command needs a key of its own.");

    /// <summary>The password fits accounts in several organisations; the request has to say which.</summary>
    /// <param name="organizations">Member <c>organizations</c>: <c>[{id, name}]</c>.</param>
    public static ProblemException OrganizationNeeded<T>(IReadOnlyList<T> organizations) =>
        new(StatusCodes.Status409Conflict, "organization-needed", "Which organisation?",
            "The password fits accounts in several organisations: say which one, by its id or short name.")
        {
            Extensions = new Dictionary<string, object?> { ["organizations"] = organizations },
        };

    public static ProblemException Stale() =>
        new(StatusCodes.Status412PreconditionFailed, "stale", "The resource has changed",
            "If-Match names a version that is no longer the current one: read it again.");

    public static ProblemException TooLarge(string detail, string? field = null) =>
        new(StatusCodes.Status413PayloadTooLarge, TooLargeInput, "Too large", detail) { Errors = In(field, "is too large") };

    public static ProblemException TooMany(TimeSpan retryAfter, string detail, IReadOnlyDictionary<string, object?>? extensions = null) =>
        new(StatusCodes.Status429TooManyRequests, "too-many", "Too many attempts", detail) { RetryAfter = retryAfter, Extensions = extensions };

    /// <summary>A service that we depend on is busy or away; nothing was done.</summary>
    public static ProblemException Unavailable(TimeSpan retryAfter, string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "Unavailable for a moment", detail) { RetryAfter = retryAfter };

    /// <summary>Something that the request needs does not answer just now.</summary>
    public static ProblemException Unavailable() =>
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "Not available at the moment",
            "A service that this needs does not answer. Try again in a moment.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    static Dictionary<string, string[]>? In(string? field, string message) =>
        field is null ? null : new() { [field] = [message] };
}
