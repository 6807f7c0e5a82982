using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Azure.SignalR.Management;
using Proctoring.Local.SignalR;

namespace Microsoft.Extensions.DependencyInjection;

public static class SignalRServiceDependencyInjectionExtensions
{
    /// <summary>Registers the hub. Its name, in lower case, is the class's name.</summary>
    /// <remarks>
    /// As with the real package, the hub can be made once the application has started, not before. There is no
    /// overload without <paramref name="configure"/> because the default serializer of the real package is
    /// Newtonsoft's, which this stand-in does not have.
    /// </remarks>
    public static IServiceCollection AddServerlessHub<THub>(
        this IServiceCollection services, Action<ServiceManagerBuilder> configure)
        where THub : ServerlessHub
    {
        var builder = new ServiceManagerBuilder();
        configure(builder);
        return services.AddLocalHub(typeof(THub), builder.Options);
    }
}
