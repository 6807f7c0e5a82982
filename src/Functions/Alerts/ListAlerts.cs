using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Alerts;

/// <summary>A session's alerts, oldest first.</summary>
sealed class ListAlerts(SessionStore store, AlertLog log)
{
    [Function(nameof(ListAlerts))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/alerts")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var page = PageRequest.From(request);
        var session = await store.ReadAsync(id, user, cancellation);
        List<Alert> alerts = [];
        await foreach (var alert in log.ReadAsync(session.Id, After(page), cancellation))
        {
            alerts.Add(alert);
            if (alerts.Count > page.Limit) break;
        }

        return Reply.Ok(page.ToPage(alerts, alert => alert.Id.Value));
    }

    static AlertId? After(PageRequest page) =>
        page.After is null ? null
        : AlertId.TryParse(page.After, out var alert) ? alert
        : throw Problem.Invalid("cursor", "is not a cursor that this list returned");
}
