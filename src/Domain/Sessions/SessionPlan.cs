using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Sessions;

/// <summary>What a session was planned with; never changes afterwards.</summary>
/// <param name="Duration">Before accommodations.</param>
public sealed record SessionPlan(
    SessionId Id,
    OrganizationId OrganizationId,
    UserId CandidateId,
    ExamId? ExamId,
    TimeSpan Duration,
    Accommodations Accommodations,
    Policy Policy,
    Baseline? Baseline,
    DateTimeOffset? ScheduledAt)
{
    /// <summary>The duration with the candidate's extra time.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan AllowedTime => Accommodations.Extend(Duration);

    /// <summary>The plan as UTF-8 JSON.</summary>
    public byte[] ToJson() => PlanJson.Write(this);

    /// <summary>The plan that <see cref="ToJson"/> wrote.</summary>
    public static SessionPlan FromJson(ReadOnlySpan<byte> json) => PlanJson.Read(json);
}
