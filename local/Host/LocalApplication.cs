using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Host;

/// <summary>One process that is the functions host, the worker and all the services that the application talks to.</summary>
sealed class LocalApplication
{
    const long BodyLimit = 100 * 1024 * 1024; // of Azure Functions
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    readonly IReadOnlyList<ILocalPart> _parts = Parts.All();
    readonly Place _place;

    /// <summary>Does what must be done before the application's own set-up: above all, makes its settings complete.</summary>
    /// <exception cref="StartupException">The port or the data folder is in use.</exception>
    public LocalApplication(string[] args, IEnumerable<Type> classes)
    {
        var environment = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environments.Development;
        Web = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        LocalConfiguration.AddSources(Web.Configuration, args, AppContext.BaseDirectory, environment);
        var functions = new FunctionTable([.. LocalFunction.FindAll(classes).Where(IsEnabled)]);
        _place = Place.Take(Web.Configuration);
        var options = new LocalOptions
        {
            Port = _place.Port.Number,
            DataFolder = _place.Folder.Path,
            IsDefault = _place.IsDefault,
            Partitions = Math.Clamp(Web.Configuration.GetValue("Local:Partitions", 4), 1, 32),
        };
        try
        {
            AddDefaults(options);
            AddLogging();
            AddServer(environment);
            AddRuntime(options, functions);
            foreach (var part in _parts) part.AddServices(Web, options);
        }
        catch
        {
            _place.Dispose();
            throw;
        }
    }

    public WebApplicationBuilder Web { get; }

    public InvocationPipeline Pipeline { get; } = new();

    /// <summary>Set when the application called <c>ConfigureFunctionsWebApplication</c>.</summary>
    public bool ServesHttp { get; set; }

    /// <summary>Closes the set-up.</summary>
    /// <exception cref="StartupException">A function is declared wrongly.</exception>
    public IHost Build()
    {
        // After the application's own hosted services and before Kestrel, which the builder starts last.
        Web.Services.AddHostedService<TriggerRunner>();
        Web.Services.AddHostedService<Banner>();
        var application = Web.Build();
        LeaveAuthenticationToFunctions(application);
        UseMovedDate(application);
        application.Use(LocalReplies.RefuseOtherNames);
        application.UseRouting();
        UseCors(application);
        application.Use(LocalReplies.Secure);
        application.Use(LocalReplies.NotFoundForWrongMethod);
        foreach (var part in _parts) part.MapEndpoints(application);
        if (ServesHttp)
            ((IEndpointRouteBuilder)application).DataSources.Add(application.Services.GetRequiredService<HttpFunctions>().Endpoints());
        return application;
    }

    // As in the real host; in the environment also with __ for the dots.
    bool IsEnabled(LocalFunction function) =>
        !Web.Configuration.GetValue($"AzureWebJobs.{function.Name}.Disabled", false)
        && !Web.Configuration.GetValue($"AzureWebJobs:{function.Name}:Disabled", false);

    /// <summary>
    /// The functions worker has no authentication middleware. The builder used here adds it by itself as soon as the
    /// application registers a scheme, and has it try every request's token, unless it finds that somebody else did.
    /// </summary>
    static void LeaveAuthenticationToFunctions(IApplicationBuilder application)
    {
        application.Properties["__AuthenticationMiddlewareSet"] = true;
        application.Properties["__AuthorizationMiddlewareSet"] = true;
    }

    /// <summary>Clients that go by the server's clock, which they read off its replies, must see it move. Kestrel's own date is the system's.</summary>
    static void UseMovedDate(WebApplication application)
    {
        var clock = application.Services.GetRequiredService<MovableClock>();
        application.Use((HttpContext http, RequestDelegate next) =>
        {
            // Late, because a function that fails or refuses replies afresh, without the headers that were set before.
            if (clock.Moved > TimeSpan.Zero)
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.Date = clock.GetUtcNow().ToString("R");
                    return Task.CompletedTask;
                });
            return next(http);
        });
    }

    /// <summary>As in Azure, pages of other origins get nothing unless the settings say so.</summary>
    static void UseCors(WebApplication application)
    {
        if (application.Configuration["Local:Cors"] is not { Length: > 0 } origins) return;
        var mayCarryCredentials = application.Configuration.GetValue("Local:CorsCredentials", false);
        application.UseCors(policy =>
        {
            policy.WithOrigins(origins.Split(',', StringSplitOptions.TrimEntries)).AllowAnyMethod().AllowAnyHeader();
            if (mayCarryCredentials) policy.AllowCredentials();
        });
    }

    void AddDefaults(LocalOptions options)
    {
        var folder = _place.Folder;
        Web.Configuration.AddDefault("Operator:Key", folder.Secret("operatorKey"));
        Web.Configuration.AddDefault("AzureSignalRConnectionString",
            $"Endpoint=http://localhost:{options.Port};AccessKey={folder.Secret("signalRKey")};Version=1.0;");
    }

    void AddLogging()
    {
        Web.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Proctoring", LogLevel.Information)
            // Otherwise a log scope and an activity are made for every request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddConfiguration(Web.Configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = ConsoleLine.FormatName)
            .AddConsoleFormatter<ConsoleLine, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
    }

    void AddServer(string environment)
    {
        var check = environment == Environments.Development;
        ((IHostApplicationBuilder)Web).ConfigureContainer(
            new DefaultServiceProviderFactory(new() { ValidateScopes = check, ValidateOnBuild = check }));
        Web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            foreach (var endPoint in _place.Port.EndPoints) kestrel.Listen(endPoint);
        });
        // Place has chosen the port out of it; Kestrel would warn that it is overridden.
        Web.Configuration.AddInMemoryCollection([new(WebHostDefaults.ServerUrlsKey, "")]);
        Web.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _place.Port.Give);
        Web.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        Web.Services.AddRouting();
        Web.Services.AddCors();
    }

    void AddRuntime(LocalOptions options, FunctionTable functions)
    {
        Web.Services.AddSingleton(options);
        // Made by a factory, so that they are disposed with the application.
        Web.Services.AddSingleton(_ => _place);
        Web.Services.AddSingleton(_place.Folder);
        Web.Services.AddSingleton(functions);
        Web.Services.AddSingleton(Pipeline);
        Web.Services.AddSingleton<FunctionInvoker>();
        Web.Services.AddSingleton<FunctionKeys>();
        Web.Services.AddSingleton<HttpFunctions>();
        Web.Services.AddSingleton<RetryPolicy>();
    }
}
