using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>()
            .AddSingleton(provider => provider.GetRequiredService<IOptions<SessionOptions>>().Value)
            .AddTable(SessionStore.TableName)
            .AddTable(SessionIndex.TableName)
            .AddSingleton<SessionStore>()
            .AddSingleton<SessionIndex>()
            .AddSingleton<SessionCommands>()
            .AddSingleton<SessionRemoval>()
            .AddSingleton<IDailyWork, RemoveExpiredSessions>()
            .AddSingleton<IDailyWork, ForgetFinishedRuns>()
            .AddSingleton<DrainMarker>();
    }
}
