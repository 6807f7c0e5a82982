using System.Text.Json.Serialization;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>A part of the session; without an end it was going on when the report was made.</summary>
public readonly record struct ReportSpan(DateTimeOffset From, DateTimeOffset? To)
{
    [JsonIgnore]
    public TimeSpan? Length => To - From;

    internal static IReadOnlyList<ReportSpan> Pauses(IEnumerable<SessionFact> history) =>
        Between(history, fact => fact is SessionFact.SessionPaused ? fact.At : null, fact => fact is SessionFact.SessionResumed);

    /// <summary>From when the candidate was last seen. A pause ends the absence: presence is not watched then.</summary>
    internal static IReadOnlyList<ReportSpan> Absences(IEnumerable<SessionFact> history) =>
        Between(
            history,
            fact => fact is SessionFact.CandidateMissing missing ? missing.LastSeen : null,
            fact => fact is SessionFact.CandidateReturned or SessionFact.SessionPaused);

    private static List<ReportSpan> Between(
        IEnumerable<SessionFact> history, Func<SessionFact, DateTimeOffset?> begins, Func<SessionFact, bool> ends)
    {
        var spans = new List<ReportSpan>();
        DateTimeOffset? since = null;
        foreach (var fact in history)
        {
            if (begins(fact) is { } begun)
            {
                since ??= begun;
            }
            else if (since is { } from && (ends(fact) || EndsSession(fact)))
            {
                spans.Add(new(from, fact.At));
                since = null;
            }
        }

        if (since is { } open) spans.Add(new(open, null));
        return spans;
    }

    private static bool EndsSession(SessionFact fact) => fact
        is SessionFact.SessionSubmitted or SessionFact.SessionTimedOut or SessionFact.SessionTerminated
        or SessionFact.SessionAbandoned or SessionFact.SessionCancelled;
}
