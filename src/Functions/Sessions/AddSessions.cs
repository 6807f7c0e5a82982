using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Sessions;

static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services) => services;
}
