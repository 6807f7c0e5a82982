using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Reports;

static class ReportsRegistration
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddOptions<ReportOptions>()
            .BindConfiguration(ReportOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.FontFolder is not { Length: > 0 } folder || Directory.Exists(folder),
                $"{ReportOptions.Section}:{nameof(ReportOptions.FontFolder)} is not an existing folder.")
            .ValidateOnStart();
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<ReportOptions>>().Value)
            .AddTable(ReportStore.Table)
            .AddContainer(ReportStore.Container)
            .AddSingleton<ReportStore>()
            .AddSingleton<ReportRequests>()
            .AddSingleton<ReportReader>()
            .AddSingleton<ReportRenderer>();
    }
}
