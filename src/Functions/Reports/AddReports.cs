using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Reports;

static class ReportsRegistration
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<ReportRequests>();
}
