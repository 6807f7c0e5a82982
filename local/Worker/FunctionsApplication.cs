using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Host;

namespace Microsoft.Azure.Functions.Worker.Builder
{
    public class FunctionsApplication
    {
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) =>
            CreateBuilder(args, Assembly.GetEntryAssembly()!);

        internal static FunctionsApplicationBuilder CreateBuilder(string[] args, Assembly functions) => new(args, functions);
    }

    public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
    {
        readonly WebApplicationBuilder _web = WebApplication.CreateEmptyBuilder(new());

        internal FunctionsApplicationBuilder(string[] args, Assembly functions)
        {
        }

        public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

        public ConfigurationManager Configuration => _web.Configuration;

        IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

        public IHostEnvironment Environment => _web.Environment;

        public ILoggingBuilder Logging => _web.Logging;

        public IMetricsBuilder Metrics => _web.Metrics;

        public IServiceCollection Services => _web.Services;

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) =>
            throw new NotImplementedException();

        public IHost Build() => throw new NotImplementedException();

        void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
            IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
            ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) =>
            throw new NotImplementedException();
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    public static class FunctionContextExtensions
    {
        /// <summary>The request, in functions with an HTTP trigger; otherwise null.</summary>
        public static HttpContext? GetHttpContext(this FunctionContext context) =>
            context is LocalFunctionContext local ? local.HttpContext : null;
    }
}
