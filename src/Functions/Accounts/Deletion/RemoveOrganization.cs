using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Removes what is left of an organisation when its users and sessions are gone. True when it found anything.
/// </summary>
sealed class RemoveOrganization(
    UserStore users, ExamStore exams, SessionIndex index, ReportStore reports, DeadLetters deadLetters, CreationKeys keys)
{
    [Function(nameof(RemoveOrganization))]
    public async Task<bool> RunAsync([ActivityTrigger] OrganizationId organization, CancellationToken cancellation)
    {
        var removed = await exams.RemoveAsync(organization, cancellation);
        removed += await index.RemoveAsync(organization, cancellation);
        removed += await deadLetters.RemoveAsync(organization, cancellation);
        removed += await reports.RemoveAsync(organization, cancellation);
        removed += await keys.RemoveAsync(organization, cancellation);
        removed += await users.RemoveAsync(organization, cancellation);
        return removed > 0;
    }
}
