using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Realtime;

static class RealtimeRegistration
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services;
}
