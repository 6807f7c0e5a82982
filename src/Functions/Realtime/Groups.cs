using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Realtime;

/// <summary>The groups that admins, proctors and reviewers join. No candidate is ever in one.</summary>
static class Groups
{
    public static string Of(SessionId session) => $"session:{session.Value}";

    public static string Of(ExamId exam) => $"exam:{exam.Value}";

    public static string Of(OrganizationId organization) => $"org:{organization.Value}";

    /// <summary>Everybody who watches this session, be it alone, with its exam or with the whole organisation.</summary>
    public static IReadOnlyList<string> Watching(SessionPlan session) => session.ExamId is { } exam
        ? [Of(session.Id), Of(exam), Of(session.OrganizationId)]
        : [Of(session.Id), Of(session.OrganizationId)];
}
