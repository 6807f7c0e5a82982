namespace Proctoring.Functions.Tests.Security;

/// <summary>Everybody who may try something, seen from one session of one organisation.</summary>
public enum Caller
{
    Anonymous,
    Operator,
    Admin,
    Proctor,

    /// <summary>The session's candidate.</summary>
    Candidate,

    /// <summary>Another candidate of the same organisation.</summary>
    OtherCandidate,

    /// <summary>The session's token.</summary>
    SessionToken,

    /// <summary>The token of another session of the same organisation.</summary>
    OtherSessionToken,
    ForeignAdmin,
    ForeignProctor,
    ForeignCandidate,
    ForeignSessionToken,
}

/// <summary>Who may use a route.</summary>
public enum Access
{
    Everyone,
    Operator,

    /// <summary>Who holds the session's token.</summary>
    SessionToken,
    Users,
    Admins,
    Staff,

    /// <summary>Staff and the session's own candidate.</summary>
    StaffAndOwner,

    /// <summary>The session's own candidate.</summary>
    Owner,
}

/// <summary>One route of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">As the function declares it, below <c>/api</c>.</param>
/// <param name="Access">Who may use it.</param>
/// <param name="Body">A body that is valid as far as authorisation is concerned; <c>{…}</c> stands for an id.</param>
public sealed record Route(string Method, string Template, Access Access, string? Body = null)
{
    /// <summary>Whether the request names something that belongs to one organisation.</summary>
    public bool NamesSomething => Template.Contains('{') || (Body?.Contains("{session}", StringComparison.Ordinal) ?? false);

    public override string ToString() => $"{Method} {Template}";

    /// <summary>The whole API. A function that is missing here fails a test.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "health", Access.Everyone),
        new("POST", "v1/auth/login", Access.Everyone, """{"email":"nobody","password":"x"}"""),
        new("POST", "v1/auth/refresh", Access.Everyone, """{"refreshToken":7}"""),
        new("POST", "v1/organizations", Access.Operator, "{}"),
        new("DELETE", "v1/organizations/{doomed}", Access.Operator),

        new("GET", "v1/auth/me", Access.Users),
        new("POST", "v1/users", Access.Admins, "{}"),
        new("GET", "v1/users", Access.Staff),
        new("GET", "v1/users/{user}", Access.Staff),
        new("POST", "v1/exams", Access.Staff, "{}"),
        new("GET", "v1/exams", Access.Users),
        new("GET", "v1/exams/{exam}", Access.Users),
        new("POST", "v1/realtime/negotiate", Access.Users),
        new("POST", "v1/realtime/subscriptions", Access.StaffAndOwner, """{"sessionId":"{session}"}"""),

        new("POST", "v1/sessions", Access.Staff, "{}"),
        new("GET", "v1/sessions", Access.Staff),
        new("GET", "v1/sessions/{session}", Access.StaffAndOwner),
        new("POST", "v1/sessions/{session}/ready", Access.StaffAndOwner),
        new("POST", "v1/sessions/{session}/start", Access.StaffAndOwner),
        new("POST", "v1/sessions/{session}/pause", Access.Staff, """{"reason":"a break"}"""),
        new("POST", "v1/sessions/{session}/resume", Access.Staff),
        new("POST", "v1/sessions/{session}/time", Access.Staff, """{"minutes":5,"reason":"a fire drill"}"""),
        new("POST", "v1/sessions/{session}/terminate", Access.Staff, """{"reason":"seen cheating"}"""),
        new("POST", "v1/sessions/{session}/submit", Access.Owner, """{"answers":7}"""),
        new("GET", "v1/sessions/{submitted}/answers", Access.Staff),
        new("GET", "v1/sessions/{session}/history", Access.Staff),
        new("POST", "v1/sessions/{session}/review", Access.Staff, """{"decision":"cleared"}"""),
        new("PUT", "v1/sessions/{session}/integrity", Access.Staff, """{"score":50,"reason":"seen in person"}"""),
        new("DELETE", "v1/sessions/{session}/integrity", Access.Staff),

        new("POST", "v1/sessions/{session}/events", Access.SessionToken, "{}"),
        new("GET", "v1/sessions/{session}/events", Access.Staff),
        new("GET", "v1/sessions/{session}/statistics", Access.Staff),
        new("GET", "v1/deadletters", Access.Admins),
        new("GET", "v1/sessions/{session}/alerts", Access.Staff),
        new("POST", "v1/sessions/{session}/alerts/{alert}/resolve", Access.Staff, """{"note":"seen"}"""),

        new("POST", "v1/sessions/{session}/reports", Access.Staff, """{"format":"json"}"""),
        new("GET", "v1/sessions/{session}/reports", Access.Staff),
        new("GET", "v1/sessions/{session}/reports/{report}", Access.Staff),
        new("GET", "v1/sessions/{session}/reports/{report}/content", Access.Staff),
        new("GET", "v1/sessions/{session}/reports/{report}/link", Access.Staff),
    ];
}
