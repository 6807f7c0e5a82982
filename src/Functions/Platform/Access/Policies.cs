using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Who may do what. Every function that a user calls names one of these, and a role that none names may nothing: what is
/// allowed is listed, never what is forbidden. The operator is no user; its key is its only right.
/// </summary>
static class Policies
{
    /// <summary>Everybody of an organisation, with what is everybody's own: the account, exams to look at, a live connection.</summary>
    public static AccessPolicy Members { get; } = new(Role.Admin, Role.Proctor, Role.Reviewer, Role.Candidate);

    /// <summary>Reads whatever is stored of its organisation's people, exams and sessions, figures and all.</summary>
    public static AccessPolicy Readers { get; } = new(Role.Admin, Role.Proctor, Role.Reviewer);

    /// <summary>Judges what happened: reviews sessions, resolves alerts, asks for reports.</summary>
    public static AccessPolicy Reviewers { get; } = new(Role.Admin, Role.Proctor, Role.Reviewer);

    /// <summary>Plans exams and sessions, controls running ones, and overrides their score.</summary>
    public static AccessPolicy Staff { get; } = new(Role.Admin, Role.Proctor);

    /// <summary>Reads what was set aside unscored: evidence for who judges, a fault to see to for who administers.</summary>
    public static AccessPolicy DeadLetterReaders { get; } = new(Role.Admin, Role.Reviewer);

    /// <summary>Adds people.</summary>
    public static AccessPolicy Administrators { get; } = new(Role.Admin);

    /// <summary>Reads a session: who reads all of them, and its own candidate (see <c>RequireAccess</c>).</summary>
    public static AccessPolicy SessionReaders { get; } = new(Role.Admin, Role.Proctor, Role.Reviewer, Role.Candidate);

    /// <summary>Brings a session under way: staff, and its own candidate.</summary>
    public static AccessPolicy Attendants { get; } = new(Role.Admin, Role.Proctor, Role.Candidate);

    /// <summary>Sits a session: its own candidate, never another one.</summary>
    public static AccessPolicy OwnCandidate { get; } = new(Role.Candidate);
}

/// <summary>The roles that may do something.</summary>
sealed class AccessPolicy(params Role[] roles)
{
    public bool Allows(CurrentUser user) => roles.Contains(user.Role);
}
