using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Events;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>Gathers what a report is made from.</summary>
sealed class ReportReader(SessionStore sessions, EventLog log, AlertLog alerts, UserStore users, ExamStore exams)
{
    /// <summary>The content of a report; null if the session no longer exists.</summary>
    /// <remarks>
    /// The state is read first, and of pages and history only what it knows of: while the session goes on, figures and
    /// lists fit together. Pages never change once they are written, so they can be read again while the report is.
    /// </remarks>
    public async Task<ReportContent?> ReadAsync(StoredReport report, CancellationToken cancellation)
    {
        if (await sessions.ReadAsync(report.SessionId, cancellation) is not { } session) return null;
        var plan = session.Plan;
        var events = new ReportEvents(token => log.ReadAsync(session.Id, cancellation: token), session.NextPage);
        var (totals, evidence) = await events.SumAsync(cancellation);
        var history = await ReadHistoryAsync(session, cancellation);
        var raised = await ReadAlertsAsync(session, cancellation);
        var source = new ReportSource
        {
            Id = report.Id,
            CreatedAt = report.CreatedAt,
            Version = report.Version,
            Session = session,
            Organization = await users.FindOrganizationAsync(plan.OrganizationId, cancellation)
                ?? throw new InvalidDataException($"Organisation {plan.OrganizationId} has a session and does not exist."),
            Candidate = await users.FindAsync(plan.OrganizationId, plan.CandidateId, cancellation),
            Exam = plan.ExamId is { } exam ? await exams.FindAsync(plan.OrganizationId, exam, cancellation) : null,
            History = history,
            Alerts = raised,
            Events = totals,
            Evidence = evidence,
            Names = await ReadNamesAsync(session, history, raised, cancellation),
        };
        return new(SessionReport.From(source), events);
    }

    async Task<List<SessionFact>> ReadHistoryAsync(SessionRecord session, CancellationToken cancellation)
    {
        var facts = new List<SessionFact>();
        await foreach (var row in sessions.HistoryAsync(session.Id, 0, null, cancellation))
            if (row.Number < session.NextHistory) facts.Add(row.Fact);
        return facts;
    }

    async Task<List<Alert>> ReadAlertsAsync(SessionRecord session, CancellationToken cancellation)
    {
        var raised = new List<Alert>();
        await foreach (var alert in alerts.ReadAsync(session.Id, cancellation: cancellation)) raised.Add(alert);
        return raised;
    }

    /// <summary>The names of everybody who decided something, which is in the history, or resolved an alert: usually one or two.</summary>
    async Task<Dictionary<UserId, string>> ReadNamesAsync(
        SessionRecord session, List<SessionFact> history, List<Alert> raised, CancellationToken cancellation)
    {
        var names = new Dictionary<UserId, string>();
        var people = history.Select(fact => fact.By.Id)
            .Concat(raised.Select(alert => alert.ResolvedBy));
        foreach (var id in people.OfType<UserId>().Distinct())
            if (await users.FindAsync(session.Plan.OrganizationId, id, cancellation) is { } user) names[id] = user.Name;
        return names;
    }
}
