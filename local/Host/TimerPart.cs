using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Host;

sealed class TimerPart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options) =>
        builder.Services.AddSingleton<ITrigger, TimerTrigger>();
}
