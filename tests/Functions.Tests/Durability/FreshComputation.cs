using System.Text;
using System.Text.Json;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Tests.Events;

namespace Proctoring.Functions.Tests.Durability;

/// <summary>
/// What the rules make of a session's stored events when they come one by one, in the stored order and at the stored
/// times, without any machinery: no stream, no storage, no second delivery.
/// </summary>
sealed class FreshComputation
{
    FreshComputation(SessionRecord record, List<ScoredEvent> events, List<Alert> alerts) =>
        (Record, Events, Alerts) = (record, events, alerts);

    public SessionRecord Record { get; }

    public List<ScoredEvent> Events { get; }

    public List<Alert> Alerts { get; }

    public static FreshComputation Of(JsonElement session, Policy policy, IReadOnlyList<JsonElement> stored)
    {
        var candidate = UserId.Parse(session.Text("candidateId"));
        var startedAt = session.GetProperty("startedAt").GetDateTimeOffset();
        var plan = new SessionPlan(
            SessionId.Parse(session.Text("id")), OrganizationId.Parse(session.Text("organizationId")), candidate,
            null, TimeSpan.FromHours(1), Accommodations.None, policy, null, null);
        var (record, _) = SessionRecord.Schedule(plan, Actor.System, startedAt);
        var start = (Decision.Accepted)record.Decide(new SessionCommand.Start(Actor.Candidate(candidate), startedAt));
        record = record.Apply(start.Facts);

        List<ScoredEvent> events = [];
        List<Alert> alerts = [];
        for (var n = 0; n < stored.Count; n++)
        {
            var batch = EventReader.ReadArray(Encoding.UTF8.GetBytes($"[{stored[n].GetRawText()}]"));
            var receivedAt = stored[n].GetProperty("receivedAt").GetDateTimeOffset();
            var result = record.Ingest(new("fresh", n, startedAt.AddTicks(n)), receivedAt, [Assert.Single(batch.Accepted).Event]);
            record = result.Next;
            events.AddRange(result.Scored);
            alerts.AddRange(result.NewAlerts);
            // A summary that stands for more is the same alert.
            foreach (var grown in result.GrownAlerts) alerts[alerts.FindIndex(alert => alert.Id == grown.Id)] = grown;
        }

        return new(record, events, alerts);
    }
}
