using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Which sessions of an organisation are wanted; <paramref name="Status"/> is a status as clients see it, or <c>active</c>.
/// </summary>
sealed record SessionFilter(OrganizationId Organization, string? Status, ExamId? Exam, UserId? Candidate)
{
    const string ActiveStatus = "active";

    public bool Matches(SessionRecord record) =>
        record.Plan.OrganizationId == Organization
        && (Exam is null || record.Plan.ExamId == Exam)
        && (Candidate is null || record.Plan.CandidateId == Candidate)
        && Status switch
        {
            null => true,
            ActiveStatus => record.Session is Session.Running or Session.Paused,
            _ => record.Session.Status == Status,
        };

    /// <summary>
    /// The narrowest partition of the index that holds them all, and the rest as conditions on its rows.
    /// </summary>
    public string ToQuery(string? after)
    {
        var partition =
            Candidate is { } candidate ? IndexRow.ByCandidate(Organization, candidate)
            : Exam is { } exam ? IndexRow.ByExam(Organization, exam)
            : Status is ActiveStatus or "running" or "paused" ? IndexRow.Active(Organization)
            : IndexRow.ByOrganization(Organization);

        var query = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after ?? ""}");
        if (Exam is { } wanted)
            query += TableClient.CreateQueryFilter($" and exam eq {wanted.Value}");
        return Status switch
        {
            null => query,
            ActiveStatus => query + " and (status eq 'running' or status eq 'paused')",
            _ => query + TableClient.CreateQueryFilter($" and status eq {Status}"),
        };
    }
}
