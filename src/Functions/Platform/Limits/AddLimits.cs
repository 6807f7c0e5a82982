using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Platform;

static class LimitsRegistration
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>()
            .AddSingleton(provider => provider.GetRequiredService<IOptions<LimitOptions>>().Value)
            .AddSingleton<RateLimits>();
    }
}
