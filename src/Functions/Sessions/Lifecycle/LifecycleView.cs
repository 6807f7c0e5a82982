using System.Text.Json.Serialization;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>What the lifecycle needs to know of a session to wait for the right thing.</summary>
/// <param name="Deadline">Null while the clock stands.</param>
/// <param name="IsSilent">The candidate is missing for as long as its policy allows, as far as has been scored.</param>
/// <param name="WasStarted">False for a cancelled session: no event of it was ever accepted.</param>
/// <param name="Finals">How often it became final: of one that waits for it, above 0 after late events were scored.</param>
/// <param name="SettledAt">When all that was accepted before the end has reached the stream.</param>
sealed record LifecycleView(
    LifecycleStage Stage,
    DateTimeOffset? Deadline = null,
    bool IsSilent = false,
    bool WasStarted = false,
    int Finals = 0,
    DateTimeOffset? SettledAt = null)
{
    public static LifecycleView Of(SessionRecord? record, SessionOptions options, DateTimeOffset now) => record?.Session switch
    {
        null => new LifecycleView(LifecycleStage.Gone),
        Session.Scheduled or Session.Ready => new LifecycleView(LifecycleStage.NotStarted),
        Session.Running running => new LifecycleView(
            LifecycleStage.Open,
            running.DueAt,
            IsSilent: now - running.MissingSince >= running.Plan.Policy.AbandonAfter,
            WasStarted: true),
        Session.Paused => new LifecycleView(LifecycleStage.Open, WasStarted: true),
        Session.Ended ended => Of(ended, record.Finals, options),
        Session.Reviewed reviewed => Of(reviewed.End, record.Finals, options),
        var unknown => throw new InvalidOperationException($"Unknown state {unknown.GetType()}."),
    };

    static LifecycleView Of(Session.Ended ended, int finals, SessionOptions options) => new(
        ended.Finalized ? LifecycleStage.Finalized : LifecycleStage.Ended,
        WasStarted: ended.StartedAt is not null,
        Finals: finals,
        SettledAt: ended.EndedAt.AddSeconds(options.SettleSeconds));
}

[JsonConverter(typeof(JsonStringEnumConverter<LifecycleStage>))]
enum LifecycleStage
{
    Gone,
    NotStarted,
    Open,
    Ended,
    Finalized,
}
