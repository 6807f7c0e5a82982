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
}
