using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Tests.Host;

public sealed class PagesTests : IDisposable
{
    readonly string _root = TestHost.TempFolder();

    public PagesTests()
    {
        Write("secret.txt", "not a page");
        Write("dist/.built", "not a page either");
        Write("dist/index.html", "the entrance");
        Write("dist/console/index.html", "the console");
        Write("dist/config.json", "{}");
        Write("dist/assets/main-4f2a.js", "export {}");
        Write("dist/assets/main-4f2a.css", "a{}");
        Write("dist/assets/font-4f2a.woff2", "font");
        Write("dist/assets/mark-4f2a.svg", "<svg/>");
        Write("dist/api/answer", "a file in the way");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/", "text/html", "the entrance")]
    [InlineData("/console/", "text/html", "the console")]
    [InlineData("/console/?session=1", "text/html", "the console")]
    [InlineData("/config.json", "application/json", "{}")]
    [InlineData("/assets/main-4f2a.js", "text/javascript", "export {}")]
    [InlineData("/assets/main-4f2a.css", "text/css", "a{}")]
    [InlineData("/assets/font-4f2a.woff2", "font/woff2", "font")]
    [InlineData("/assets/mark-4f2a.svg", "image/svg+xml", "<svg/>")]
    public async Task AFileIsServedWithItsContentType(string path, string type, string content)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("x-content-type-options").Single());
        Assert.Equal(content, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/", "no-cache")]
    [InlineData("/console/", "no-cache")]
    [InlineData("/config.json", "no-cache")]
    [InlineData("/assets/main-4f2a.js", "public, max-age=31536000, immutable")]
    public async Task OnlyWhatCarriesItsHashInItsNameIsKeptByBrowsers(string path, string caching)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync(path);

        Assert.Equal(caching, string.Join(", ", response.Headers.GetValues("cache-control")));
    }

    [Theory]
    [InlineData("/console/")]
    [InlineData("/console")]
    [InlineData("/assets/main-4f2a.js")]
    [InlineData("/nothing")]
    public async Task APageCarriesTheHeadersThatItHasInAzure(string path)
    {
        Write("dist/staticwebapp.config.json", """
            {"globalHeaders":{"Content-Security-Policy":"default-src 'self'; connect-src 'self' https:; frame-ancestors 'none'","X-Frame-Options":"DENY"}}
            """);
        await using var host = await StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };

        using var response = await client.GetAsync(path);

        Assert.Equal("DENY", response.Headers.GetValues("x-frame-options").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("x-content-type-options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("referrer-policy").Single());
        var policy = response.Headers.GetValues("content-security-policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' http://localhost:* ws://localhost:*", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAConfigurationAPageIsStillShownInNoFrame()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync("/console/");

        Assert.Equal("frame-ancestors 'none'", response.Headers.GetValues("content-security-policy").Single());
    }

    [Fact]
    public async Task OfAPageOnlyTheHeadersMayBeAskedFor()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.SendAsync(new(HttpMethod.Head, "/console/"));

        Assert.Equal((HttpStatusCode.OK, "the console".Length), (response.StatusCode, response.Content.Headers.ContentLength!.Value));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task AnUnchangedPageIsNotSentAgain()
    {
        await using var host = await StartAsync();
        using var first = await host.Client.GetAsync("/");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await host.Client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task AFolderWithoutItsSlashIsRedirectedWithItsQuery()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };

        using var response = await client.GetAsync("/console?session=1");

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.EndsWith("/console/?session=1", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task TheFunctionsRoutesWin()
    {
        await using var host = await StartAsync();

        Assert.Equal("by the function", await host.Client.GetStringAsync("/api/answer"));
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/assets/")]
    [InlineData("GET", "/.built")]
    [InlineData("POST", "/")]
    [InlineData("DELETE", "/config.json")]
    public async Task AllElseIsNotFound(string method, string path)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.SendAsync(new(new(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/assets/../../secret.txt")]
    [InlineData("/assets/..%2f..%2fsecret.txt")]
    [InlineData("//../secret.txt")]
    [InlineData("/%00/../secret.txt")]
    public async Task NothingOutsideTheFolderIsServed(string path)
    {
        await using var host = await StartAsync();

        var response = await GetUnchangedAsync(host.Client.BaseAddress!.Port, path);

        Assert.Matches("^HTTP/1.1 40[04] ", response);
        Assert.DoesNotContain("not a page", response);
    }

    [Fact]
    public async Task WithoutBuiltPagesTheFunctionsAnswerAsEver()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Local:Pages", Path.Combine(_root, "none")]), typeof(Functions));

        Assert.Equal("by the function", await host.Client.GetStringAsync("/api/answer"));
        using var response = await host.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    Task<TestHost> StartAsync() =>
        TestHost.StartAsync(new TestHost.Setup(Args: ["--Local:Pages", Path.Combine(_root, "dist")]), typeof(Functions));

    void Write(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>The whole response; <see cref="HttpClient"/> would resolve the dots itself.</summary>
    static async Task<string> GetUnchangedAsync(int port, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    sealed class Functions
    {
        [Function("Answer")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "answer")] HttpRequest request) => Results.Text("by the function");
    }
}
