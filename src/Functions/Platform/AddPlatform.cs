using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Platform;

static class PlatformRegistration
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddClients(configuration)
            .AddHostedService<CreateStorage>()
            .AddSingleton<BlobLinks>()
            .AddTable(CreationKeys.Table)
            .AddSingleton<CreationKeys>()
            .AddSingleton<IDailyWork, ForgetKeys>()
            .AddLimits()
            .AddTokens();
    }

    static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("proctoring");
        // It warns that we do not encrypt the keys: the storage account does that.
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddAuthentication().AddBearerToken();
        return services
            .AddContainer(KeyRepository.Container)
            .AddSingleton<IConfigureOptions<KeyManagementOptions>, UseKeyRepository>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<SessionTokens>();
    }
}
