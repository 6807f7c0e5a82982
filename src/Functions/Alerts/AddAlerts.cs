using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Alerts;

static class AlertsRegistration
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddTable(AlertOutbox.TableName)
        .AddSingleton<AlertLog>()
        .AddSingleton<AlertOutbox>();
}
