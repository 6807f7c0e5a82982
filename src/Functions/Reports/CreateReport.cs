namespace Proctoring.Functions.Reports;

/// <summary>
/// Makes a report: reads the session, renders, stores, tells who asked. Its input is <see cref="CreateReportInput"/>; may be
/// called as a sub-orchestration, with the report's id as instance id.
/// </summary>
static class CreateReport
{
    /// <summary>Name of the orchestration.</summary>
    public const string Name = nameof(CreateReport);
}
