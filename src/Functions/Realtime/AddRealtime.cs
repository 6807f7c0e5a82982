using Azure.Core.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Realtime;

static class RealtimeRegistration
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services
        // Without a serializer of our own the package writes property names as they are in C#.
        .AddServerlessHub<Proctoring>(manager => manager.WithOptions(
            options => options.UseJsonObjectSerializer(new JsonObjectSerializer(Json.Options))))
        .AddTransient<Proctoring>()
        .AddSingleton<Push>();
}
