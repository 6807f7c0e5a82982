using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Alerts;

static class AlertsRegistration
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<AlertLog>();
}
