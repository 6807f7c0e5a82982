using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Exams;

namespace Proctoring.Functions.Exams;

/// <summary>Exams, in the partition of their organisation.</summary>
sealed class ExamStore([FromKeyedServices(ExamStore.Table)] TableClient table)
{
    public const string Table = "exams";

    /// <summary>The exam, or null if the organisation has none with this id.</summary>
    public async Task<Exam?> FindAsync(OrganizationId organization, ExamId id, CancellationToken cancellation)
    {
        await Task.CompletedTask;
        throw new NotImplementedException(table.Name);
    }
}
