namespace Proctoring.Functions.Tests.Security;

/// <summary>Everybody who may try something, seen from one session of one organisation.</summary>
public enum Caller
{
    Anonymous,
    Operator,
    Admin,
    Proctor,
    Reviewer,

    /// <summary>A user of the session's organisation whose role no policy names.</summary>
    Unnamed,

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
    ForeignReviewer,
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
    AdminsAndReviewers,

    /// <summary>Admins and proctors.</summary>
    Staff,

    /// <summary>Staff and reviewers.</summary>
    Readers,

    /// <summary>Staff and the session's own candidate.</summary>
    StaffAndOwner,

    /// <summary>Readers and the session's own candidate.</summary>
    ReadersAndOwner,

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
        new("POST", "v1/auth/logout", Access.Everyone, """{"refreshToken":7}"""),
        new("POST", "v1/organizations", Access.Operator, "{}"),
        new("DELETE", "v1/organizations/{doomed}", Access.Operator),

        new("GET", "v1/auth/me", Access.Users),
        new("POST", "v1/users", Access.Admins, "{}"),
        new("GET", "v1/users", Access.Readers),
        new("GET", "v1/users/{user}", Access.Readers),
        new("POST", "v1/exams", Access.Staff, "{}"),
        new("GET", "v1/exams", Access.Users),
        new("GET", "v1/exams/{exam}", Access.Users),
        new("POST", "v1/realtime/negotiate", Access.Users),
        new("POST", "v1/realtime/subscriptions", Access.ReadersAndOwner, """{"sessionId":"{session}"}"""),

        new("POST", "v1/sessions", Access.Staff, "{}"),
        new("GET", "v1/sessions", Access.Readers),
        new("GET", "v1/sessions/{session}", Access.ReadersAndOwner),
        new("POST", "v1/sessions/{session}/ready", Access.StaffAndOwner),
        new("POST", "v1/sessions/{session}/start", Access.StaffAndOwner),
        new("POST", "v1/sessions/{session}/pause", Access.Staff, """{"reason":"a break"}"""),
        new("POST", "v1/sessions/{session}/resume", Access.Staff),
        new("POST", "v1/sessions/{session}/time", Access.Staff, """{"minutes":5,"reason":"a fire drill"}"""),
        new("POST", "v1/sessions/{session}/terminate", Access.Staff, """{"reason":"seen cheating"}"""),
        new("POST", "v1/sessions/{session}/submit", Access.Owner, """{"answers":7}"""),
        new("GET", "v1/sessions/{submitted}/answers", Access.Readers),
        new("GET", "v1/sessions/{session}/history", Access.Readers),
        new("POST", "v1/sessions/{session}/review", Access.Readers, """{"decision":"cleared"}"""),
        new("PUT", "v1/sessions/{session}/integrity", Access.Staff, """{"score":50,"reason":"seen in person"}"""),
        new("DELETE", "v1/sessions/{session}/integrity", Access.Staff),

        new("POST", "v1/sessions/{session}/events", Access.SessionToken, "{}"),
        new("GET", "v1/sessions/{session}/events", Access.Readers),
        new("GET", "v1/sessions/{session}/statistics", Access.Readers),
        new("GET", "v1/deadletters", Access.AdminsAndReviewers),
        new("GET", "v1/sessions/{session}/alerts", Access.Readers),
        new("POST", "v1/sessions/{session}/alerts/{alert}/resolve", Access.Readers, """{"note":"seen"}"""),

        new("POST", "v1/sessions/{session}/reports", Access.Readers, """{"format":"json"}"""),
        new("GET", "v1/sessions/{session}/reports", Access.Readers),
        new("GET", "v1/sessions/{session}/reports/{report}", Access.Readers),
        new("GET", "v1/sessions/{session}/reports/{report}/content", Access.Readers),
        new("GET", "v1/sessions/{session}/reports/{report}/link", Access.Readers),
    ];
}
