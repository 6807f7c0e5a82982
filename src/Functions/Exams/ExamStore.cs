using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Functions.Platform;
using RequestFailedException = Azure.RequestFailedException;

namespace Proctoring.Functions.Exams;

/// <summary>Exams, in the partition of their organisation.</summary>
sealed class ExamStore([FromKeyedServices(ExamStore.Table)] TableClient table)
{
    public const string Table = "exams";

    const string RowPrefix = "exam:";
    const string Column = "Exam";

    /// <summary>The exam, or null if the organisation has none with this id.</summary>
    public async Task<Exam?> FindAsync(OrganizationId organization, ExamId id, CancellationToken cancellation) =>
        await table.FindAsync(organization.Value, RowPrefix + id.Value, cancellation) is { } row
            ? row.GetJson<Exam>(Column)
            : null;

    /// <summary>Adds an exam. One that is there already under its id is this very exam, sent twice: it stays and is given.</summary>
    public async Task<Exam> AddAsync(Exam exam, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(
                new TableEntity(exam.OrganizationId.Value, RowPrefix + exam.Id.Value).WithJson(Column, exam), cancellation);
            return exam;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return await FindAsync(exam.OrganizationId, exam.Id, cancellation) ?? exam;
        }
    }

    /// <summary>Removes all exams of an organisation. Gives how many there were.</summary>
    public Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {organization.Value}"), cancellation);

    public async Task<Page<Exam>> ListAsync(OrganizationId organization, PageRequest page, CancellationToken cancellation)
    {
        var rows = await table.ReadPageAsync(organization.Value, RowPrefix, page, null, cancellation);
        return page.ToPage([.. rows.Select(row => row.GetJson<Exam>(Column)!)], exam => exam.Id.Value);
    }
}
