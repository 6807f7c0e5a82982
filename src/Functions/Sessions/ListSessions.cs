using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// An organisation's sessions, newest first. The index says which, the sessions themselves say what they are now.
/// With <c>alerts=open</c> each comes with its open alerts, so that a wall of sessions is read with one request a page.
/// </summary>
sealed partial class ListSessions(SessionStore store, SessionIndex index, AlertLog alerts, ILogger<ListSessions> logger)
{
    /// <summary>Open alerts given with a session; how many there are says <c>alerts.open</c>.</summary>
    const int MostAlerts = 50;

    static readonly string[] Statuses =
    [
        "active", "scheduled", "ready", "running", "paused",
        "submitted", "timedOut", "terminated", "abandoned", "cancelled",
    ];

    [Function(nameof(ListSessions))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions")] HttpRequest request,
        CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var paging = PageRequest.From(request);
        var filter = Filter(request, user.OrganizationId);
        var withAlerts = WithAlerts(request);

        // One more than fits on the page tells whether there is another one.
        List<(SessionRecord Session, string Place)> found = [];
        var rows = index.ListAsync(filter, paging.After, paging.Limit + 1, cancellation);
        await foreach (var chunk in rows.Chunk(paging.Limit + 1).WithCancellation(cancellation))
        {
            var sessions = await Task.WhenAll(chunk.Select(row => ReadAsync(row.Id, user, cancellation)));
            found.AddRange(chunk.Zip(sessions)
                .Where(pair => pair.Second is not null && filter.Matches(pair.Second))
                .Select(pair => (pair.Second!, pair.First.Place)));
            if (found.Count > paging.Limit)
                break;
        }

        var page = paging.ToPage(found, item => item.Place);
        var views = await Task.WhenAll(page.Items.Select(item => ViewAsync(item.Session, user, withAlerts, cancellation)));
        return Reply.Ok(new Page<SessionView>(views, page.Next));
    }

    /// <summary>
    /// Null as well for one that cannot be read: it is left out, and holds up none of the others. The index knows too little of it for an item, and figures made up
    /// would be taken for its own.
    /// </summary>
    async Task<SessionRecord?> ReadAsync(SessionId id, CurrentUser user, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadAsync(id, cancellation);
        }
        catch (UnreadableSessionException e)
        {
            Log.LeftOut(logger, id, user.OrganizationId, e);
            return null;
        }
    }

    async Task<SessionView> ViewAsync(SessionRecord session, CurrentUser user, bool withAlerts, CancellationToken cancellation)
    {
        var view = SessionView.Of(session, user);
        if (!withAlerts)
            return view;
        return view with
        {
            OpenAlerts = session.Alerts.Open == 0 ? [] : await alerts.ReadOpenAsync(session.Id, MostAlerts, cancellation),
        };
    }

    static bool WithAlerts(HttpRequest request) => request.Query["alerts"].ToString() switch
    {
        "" => false,
        "open" => true,
        _ => throw Problem.Invalid("alerts", "is open, or absent"),
    };

    static SessionFilter Filter(HttpRequest request, OrganizationId organization)
    {
        var errors = new FieldErrors();
        var status = Text("status");
        if (status is not null && !Statuses.Contains(status))
            errors.Add("status", $"is one of {string.Join(", ", Statuses)}");
        ExamId exam = default;
        if (Text("examId") is { } examText && !ExamId.TryParse(examText, out exam))
            errors.Add("examId", "is not an id");
        UserId candidate = default;
        if (Text("candidateId") is { } candidateText && !UserId.TryParse(candidateText, out candidate))
            errors.Add("candidateId", "is not an id");
        return errors.IsEmpty
            ? new SessionFilter(organization, status, exam == default ? null : exam, candidate == default ? null : candidate)
            : throw Problem.Invalid(errors);

        string? Text(string name) => request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
    }

    static partial class Log
    {
        [LoggerMessage(405, LogLevel.Warning, "Session {SessionId} ({OrganizationId}) cannot be read and is left out of a list")]
        public static partial void LeftOut(ILogger logger, SessionId sessionId, OrganizationId organizationId, Exception exception);
    }
}
