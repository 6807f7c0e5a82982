using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Proctoring.Local.Host;

/// <summary>
/// The built pages of <c>web/</c> at the root of the address, for everything that no function answers. In Azure they are a
/// static web site of their own.
/// </summary>
sealed class PagesPart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options) =>
        builder.Services.AddSingleton(new Pages(builder.Configuration["Local:Pages"] ?? BuiltFolder()));

    static string BuiltFolder() => typeof(PagesPart).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "PagesFolder").Value!;

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<Pages>();
        if (!pages.AreBuilt) return;

        var files = new PhysicalFileProvider(pages.Folder);
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(files.Dispose);
        var headers = PageHeaders.Of(pages);
        var serve = endpoints.CreateApplicationBuilder()
            // The middleware for files leaves a request alone that has an endpoint.
            .Use((http, next) =>
            {
                http.SetEndpoint(null);
                foreach (var (name, value) in headers) http.Response.Headers[name] = value;
                return next(http);
            })
            .UseDefaultFiles(new DefaultFilesOptions { FileProvider = files })
            .UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SayWhatToKeep })
            .Build();
        // An endpoint and not a step before the functions, which would cost every one of their requests; the last, so that theirs win.
        endpoints.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], serve).WithOrder(int.MaxValue).WithDisplayName("pages");
    }

    /// <summary>The build puts a hash of the content into the name of what lies in <c>assets/</c>; all else keeps its name.</summary>
    static void SayWhatToKeep(StaticFileResponseContext response)
    {
        response.Context.Response.Headers[HeaderNames.CacheControl] = response.Context.Request.Path.StartsWithSegments("/assets")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
    }
}

/// <param name="folder">What the build of <c>web/</c> left.</param>
sealed class Pages(string folder)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Not so without Node, or before the first build.</summary>
    public bool AreBuilt { get; } = File.Exists(Path.Combine(folder, "index.html"));
}
