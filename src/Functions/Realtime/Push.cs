using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Realtime;

/// <summary>
/// Tells clients what happened. An alert has to arrive: that call returns when the SignalR service has taken it and throws if it did
/// not. The others are news, which may be lost without a word while the service is out. A client that watches a session in several ways (itself, its exam, its organisation) gets a message several
/// times and drops the repeats by alert id or version.
/// </summary>
sealed class Push(IServiceProvider services)
{
    /// <summary>How long a push may keep what comes after it waiting: the SDK alone would try for minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Made anew each time, which costs one look-up: a hub made before its connection to the service exists never gets
    // it, and the platform may call functions while the application still starts.
    Proctoring Hub => new(services);

    News.Proctoring News => new(services);

    public Task AlertAsync(SessionPlan session, Alert alert) => Hub.Clients.Groups(Groups.Watching(session)).AlertAsync(new(
        alert.Id, session.Id, session.CandidateId, alert.Type, alert.Severity, alert.Message, alert.Risk, alert.At, alert.Events, alert.Count));

    public Task ResolvedAsync(SessionRecord session, Alert alert) => Watching(session.Plan).ResolvedAsync(new(
        alert.Id, session.Id, alert.ResolvedBy, alert.ResolvedAt, alert.Note, session.Alerts.Open, session.Version));

    /// <param name="session">The session.</param>
    /// <param name="events">A JSON array of scored events.</param>
    public Task ActivityAsync(SessionPlan session, RawJson events) =>
        News.Clients.Group(Groups.Of(session.Id)).ActivityAsync(new(session.Id, events));

    public Task ScoreAsync(SessionRecord session)
    {
        var risk = session.Risk;
        return Watching(session.Plan).ScoreAsync(
            new(session.Id, session.Integrity.Score, risk.Score, risk.Level, session.LastSeen, session.Version));
    }

    /// <summary>
    /// To proctors and to the candidate, who both read it: it says nothing that the candidate's own view of the session does not.
    /// What people wrote about the session (a review's note, why time was granted) is in its history.
    /// </summary>
    public Task SessionAsync(SessionRecord record)
    {
        var session = record.Session;
        var message = new SessionMessage(
            record.Id, session.Status, session.Deadline, session.RemainingSeconds(), Presence.Of(session), record.LastSeen, session.Reason,
            record.Version);
        return Task.WhenAll(
            Watching(session.Plan).SessionAsync(message),
            News.Clients.User(session.Plan.CandidateId.Value).SessionAsync(message));
    }

    /// <summary>To the candidate: so many events of the session have been scored and stored.</summary>
    public Task AckAsync(SessionPlan session, int accepted, int upToSeq) =>
        News.Clients.User(session.CandidateId.Value).AckAsync(new(session.Id, accepted, upToSeq));

    public Task ReportAsync(UserId requestedBy, SessionId session, ReportId report, string format, string status) =>
        News.Clients.User(requestedBy.Value).ReportAsync(new(session, report, format, status));

    IProctoringClient Watching(SessionPlan session) => News.Clients.Groups(Groups.Watching(session));
}
