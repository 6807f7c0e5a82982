using System.Text.Json;

namespace Proctoring.Domain.Sessions;

/// <summary>A session's state in JSON; the plan is written beside it.</summary>
internal static class SessionJson
{
    internal static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteString("state"u8, NameOf(session));
        switch (session)
        {
            case Session.Scheduled or Session.Ready:
                break;
            case Session.Running s:
                WriteClock(json, s.StartedAt, s.Granted, s.PausedTotal);
                json.WriteTime("missingSince"u8, s.MissingSince);
                break;
            case Session.Paused s:
                WriteClock(json, s.StartedAt, s.Granted, s.PausedTotal);
                json.WriteTime("pausedAt"u8, s.PausedAt);
                json.WriteString("reason"u8, s.Why);
                break;
            case Session.Ended s:
                WriteEnd(json, s);
                break;
            case Session.Reviewed s:
                WriteEnd(json, s.End);
                json.WriteString("decision"u8, s.Decision.ToString());
                json.WriteString("note"u8, s.Note);
                json.WriteString("byKind"u8, s.By.Kind);
                json.WriteString("byId"u8, s.By.Id?.Value);
                json.WriteTime("reviewedAt"u8, s.ReviewedAt);
                break;
            default:
                throw new InvalidOperationException($"{session.GetType().Name} has no JSON.");
        }
    }

    internal static Session Read(JsonElement json, SessionPlan plan) => json.GetProperty("state"u8).GetString() switch
    {
        "scheduled" => new Session.Scheduled(plan),
        "ready" => new Session.Ready(plan),
        "running" => new Session.Running(plan, json.Time("startedAt"u8)!.Value, json.Span("granted"u8), json.Span("pausedTotal"u8), json.Time("missingSince"u8)),
        "paused" => new Session.Paused(plan, json.Time("startedAt"u8)!.Value, json.Span("granted"u8), json.Span("pausedTotal"u8),
            json.Time("pausedAt"u8)!.Value, json.Text("reason"u8) ?? ""),
        "ended" => ReadEnd(json, plan),
        "reviewed" => new Session.Reviewed(plan, ReadEnd(json, plan), Enum.Parse<ReviewDecision>(json.Text("decision"u8)!), json.Text("note"u8),
            new Actor(json.Text("byKind"u8)!, json.Text("byId"u8) is { } id ? UserId.Parse(id) : null), json.Time("reviewedAt"u8)!.Value),
        var other => throw new JsonException($"Unknown state {other}."),
    };

    private static string NameOf(Session session) => session switch
    {
        Session.Ended => "ended",
        Session.Reviewed => "reviewed",
        _ => session.Status,
    };

    private static void WriteClock(Utf8JsonWriter json, DateTimeOffset? startedAt, TimeSpan granted, TimeSpan pausedTotal)
    {
        json.WriteTime("startedAt"u8, startedAt);
        json.WriteNumber("granted"u8, granted.Ticks);
        json.WriteNumber("pausedTotal"u8, pausedTotal.Ticks);
    }

    private static void WriteEnd(Utf8JsonWriter json, Session.Ended s)
    {
        WriteClock(json, s.StartedAt, s.Granted, s.PausedTotal);
        json.WriteTime("endedAt"u8, s.EndedAt);
        json.WriteString("outcome"u8, s.Outcome.ToString());
        json.WriteString("reason"u8, s.Why);
        json.WriteBoolean("finalized"u8, s.Finalized);
    }

    private static Session.Ended ReadEnd(JsonElement json, SessionPlan plan) => new(
        plan, json.Time("startedAt"u8), json.Span("granted"u8), json.Span("pausedTotal"u8), json.Time("endedAt"u8)!.Value,
        Enum.Parse<Outcome>(json.Text("outcome"u8)!), json.Text("reason"u8), json.GetProperty("finalized"u8).GetBoolean());
}
