using System.Reflection;
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
            new(args, Assembly.GetEntryAssembly()!.GetTypes(), e =>
            {
                // The developer's to mend; a stack trace would only hide how.
                Console.Error.WriteLine(e.Message);
                Environment.Exit(1);
            });

        /// <summary>For tests: an application of the functions in these classes.</summary>
        internal static FunctionsApplicationBuilder CreateBuilder(string[] args, params IEnumerable<Type> classes) =>
            new(args, classes, e => throw e);
    }

    public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
    {
        readonly LocalApplication _application;
        readonly Action<StartupException> _report;
        bool _built;

        internal FunctionsApplicationBuilder(string[] args, IEnumerable<Type> classes, Action<StartupException> report)
        {
            _report = report;
            _application = Reporting(() => new LocalApplication(args, classes));
        }

        public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_application.Web).Properties;

        public ConfigurationManager Configuration => _application.Web.Configuration;

        IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

        public IHostEnvironment Environment => _application.Web.Environment;

        public ILoggingBuilder Logging => _application.Web.Logging;

        public IMetricsBuilder Metrics => _application.Web.Metrics;

        public IServiceCollection Services => _application.Web.Services;

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
        {
            _application.Pipeline.Add(middleware);
            return this;
        }

        public IHost Build()
        {
            if (_built) throw new InvalidOperationException("The application has already been built.");
            _built = true;
            return Reporting(() => new LocalHost(_application.Build(), _report));
        }

        T Reporting<T>(Func<T> step)
        {
            try
            {
                return step();
            }
            catch (StartupException e)
            {
                _report(e);
                throw;
            }
        }

        void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
            IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
            ((IHostApplicationBuilder)_application.Web).ConfigureContainer(factory, configure);

        internal void UseHttp()
        {
            if (_application.ServesHttp) return;
            _application.ServesHttp = true;
            Use(next => context => HttpFunctions.ProxyAsync(context, next));
        }
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
        {
            builder.UseHttp();
            return builder;
        }
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
