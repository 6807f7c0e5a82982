using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>A session as the lists know it. Rows of one partition come newest session first.</summary>
static class IndexRow
{
    public const string VersionColumn = "version";
    public const string StatusColumn = "status";
    public const string ExamColumn = "exam";
    public const string CandidateColumn = "candidate";
    public const string SessionColumn = "session";

    /// <summary>When the session ended; absent before.</summary>
    public const string EndedAtColumn = "endedAt";

    /// <summary>When the sweep must look at an active session, if nothing is heard of it before.</summary>
    public const string LookAtColumn = "lookAt";

    /// <summary>
    /// The deadline belongs to the lifecycle's timer; the sweep looks only when that timer must have been lost.
    /// </summary>
    static readonly TimeSpan DeadlineGrace = TimeSpan.FromMinutes(1);

    /// <summary>Likewise for an ended session that waits for its last events to be scored.</summary>
    static readonly TimeSpan FinalizeGrace = TimeSpan.FromMinutes(2);

    /// <summary>Nothing happens to a paused session by itself, but word of its resumption may have been lost.</summary>
    public static readonly TimeSpan PausedLook = TimeSpan.FromMinutes(5);

    public const string FirstOrganization = "org:";
    public const string AfterOrganization = "org;";
    public const string FirstActive = "active:";
    public const string AfterActive = "active;";

    public static string ByOrganization(OrganizationId organization) => $"{FirstOrganization}{organization}";

    public static string ByExam(OrganizationId organization, ExamId exam) => $"exam:{organization}:{exam}";

    public static string ByCandidate(OrganizationId organization, UserId candidate) => $"candidate:{organization}:{candidate}";

    /// <summary>The spans of partitions that hold an organisation's lists by exam and by candidate.</summary>
    public static (string First, string After)[] ByExamOrCandidate(OrganizationId organization) =>
        [($"exam:{organization}:", $"exam:{organization};"), ($"candidate:{organization}:", $"candidate:{organization};")];

    public static string Active(OrganizationId organization) => $"{FirstActive}{organization}";

    /// <summary>Ids grow with time; with every hexadecimal digit turned round, keys shrink with time.</summary>
    public static string Key(SessionId id) => string.Create(id.Value.Length, id.Value, static (key, value) =>
    {
        for (var i = 0; i < key.Length; i++)
            key[i] = char.IsAsciiHexDigitLower(value[i])
                ? "fedcba9876543210"[char.IsAsciiDigit(value[i]) ? value[i] - '0' : value[i] - 'a' + 10]
                : value[i];
    });

    /// <summary>Behind this come the keys of the sessions that were planned before a time.</summary>
    public static string KeyAt(DateTimeOffset plannedAt) =>
        Key(SessionId.Parse(plannedAt.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture)));

    /// <summary>Not yet finalised and begun, that is: something may still happen to it by itself.</summary>
    public static bool IsActive(Session session) =>
        session is Session.Running or Session.Paused or Session.Ended { Finalized: false } or Session.Reviewed { End.Finalized: false };

    public static DateTimeOffset NextLook(SessionRecord record) => record.Session switch
    {
        // Its heartbeats are not taken any more: it is held to its deadline alone.
        Session.Running running when record.IsLimited => running.DueAt + DeadlineGrace,
        Session.Running running => Earlier(
            running.MissingSince is { } missing
                ? missing + running.Plan.Policy.AbandonAfter
                : record.LastHeard() + running.Plan.Policy.MissingAfter,
            running.DueAt + DeadlineGrace),
        Session.Paused paused => paused.PausedAt + PausedLook,
        Session.Ended ended => ended.EndedAt + FinalizeGrace,
        Session.Reviewed { End: var ended } => ended.EndedAt + FinalizeGrace,
        _ => Never,
    };

    public static TableEntity Write(string partition, SessionRecord record)
    {
        var plan = record.Plan;
        var row = new TableEntity(partition, Key(plan.Id))
        {
            [SessionColumn] = plan.Id.Value,
            [CandidateColumn] = plan.CandidateId.Value,
            [StatusColumn] = record.Session.Status,
            [VersionColumn] = record.Version,
        };
        if (plan.ExamId is { } exam)
            row[ExamColumn] = exam.Value;
        if (record.Session.EndedAt() is { } endedAt)
            row[EndedAtColumn] = endedAt;
        return row;
    }

    static DateTimeOffset Never => new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
