using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Health;

static class HealthRegistration
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services;
}
