using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Events;

static class EventsRegistration
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<EventStream>()
        .AddSingleton<SessionRate>()
        .AddSingleton<EventLog>();
}
