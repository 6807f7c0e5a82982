using System.Net;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tests.Storage;

/// <summary>Authentication, retries and connection strings of both services' clients.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class PipelineTests(AzuriteFixture azurite)
{
    static readonly Uri Account = new("https://account.table.core.windows.net/");

    [Fact]
    public async Task AWrongKeyIsRefused()
    {
        var connection = azurite.ConnectionString.Replace(StorageConnectionString.EmulatorKey, Convert.ToBase64String(new byte[64]), StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => new TableClient(connection, "table").CreateAsync());
        Assert.Equal((403, "AuthorizationFailure"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => new BlobServiceClient(connection).GetBlobContainerClient("box").CreateAsync());
        Assert.Equal((403, "AuthorizationFailure"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task ATokenCredentialSendsItsToken()
    {
        var seen = new List<HttpRequestMessage>();
        var options = new TableClientOptions { Transport = Transport(request => Reply(request, seen, HttpStatusCode.NoContent)) };
        var credential = new StaticCredential();
        await new TableServiceClient(Account, credential, options).GetTableClient("sessions").AddEntityAsync(new TableEntity("p", "r"));

        var request = Assert.Single(seen);
        Assert.Equal("Bearer token-1", request.Headers.Authorization!.ToString());
        Assert.Equal("https://account.table.core.windows.net/sessions", request.RequestUri!.AbsoluteUri);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        Assert.Equal(("2020-12-06", "3.0", "return-no-content"), (Header("x-ms-version"), Header("DataServiceVersion"), Header("Prefer")));
        Assert.Equal("application/json;odata=minimalmetadata", request.Headers.Accept.ToString().Replace(" ", "", StringComparison.Ordinal));

        string Header(string name) => request.Headers.GetValues(name).Single();
    }

    [Fact]
    public async Task ADelegationKeyComesFromTheService()
    {
        const string Xml = """
            <?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>o</SignedOid><SignedTid>t</SignedTid>
            <SignedStart>2026-08-01T12:00:00Z</SignedStart><SignedExpiry>2026-08-02T12:00:00Z</SignedExpiry>
            <SignedService>b</SignedService><SignedVersion>2023-01-03</SignedVersion><Value>c2VjcmV0</Value></UserDelegationKey>
            """;
        var seen = new List<HttpRequestMessage>();
        var options = new BlobClientOptions { Transport = Transport(request => Reply(request, seen, HttpStatusCode.OK, Xml)) };
        var service = new BlobServiceClient(new Uri("https://account.blob.core.windows.net"), new StaticCredential(), options);
        var key = (await service.GetUserDelegationKeyAsync(null, new DateTimeOffset(2026, 8, 2, 12, 0, 0, TimeSpan.Zero))).Value;

        Assert.Equal(("o", "t", "c2VjcmV0"), (key.SignedObjectId, key.SignedTenantId, key.Value));
        Assert.Equal(new DateTimeOffset(2026, 8, 2, 12, 0, 0, TimeSpan.Zero), key.SignedExpiresOn);
        Assert.Equal("https://account.blob.core.windows.net/?restype=service&comp=userdelegationkey", Assert.Single(seen).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task ABusyServiceIsAskedAgain(HttpStatusCode fault)
    {
        var flaky = new FlakyHandler(fault, faults: 2);
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(flaky)) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var table = await azurite.CreateTableAsync();
        var client = new TableClient(azurite.ConnectionString, table.Name, options);

        await client.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r") { ["Data"] = new byte[60_000] })]);
        Assert.Equal(3, flaky.Requests);
        Assert.Equal(60_000, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetBinary("Data")!.Length);
    }

    [Fact]
    public async Task ALostConnectionIsTriedAgain()
    {
        var flaky = new FlakyHandler(null, faults: 1);
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(flaky)) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var container = await azurite.CreateContainerAsync(options);
        await container.GetBlobClient("b").UploadAsync(new MemoryStream("text"u8.ToArray()));
        Assert.Equal("text", (await container.GetBlobClient("b").DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(4, flaky.Requests);
    }

    [Fact]
    public async Task RetriesEnd()
    {
        var flaky = new FlakyHandler(HttpStatusCode.ServiceUnavailable, faults: int.MaxValue);
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(flaky)) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => new TableClient(azurite.ConnectionString, "table", options).CreateIfNotExistsAsync());
        Assert.Equal((503, 4), (e.Status, flaky.Requests));

        // The clients for blobs are more patient.
        flaky = new FlakyHandler(HttpStatusCode.ServiceUnavailable, faults: int.MaxValue);
        var blobs = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(flaky)) };
        blobs.Retry.Delay = TimeSpan.FromMilliseconds(1);
        e = await Assert.ThrowsAsync<RequestFailedException>(() => new BlobServiceClient(azurite.ConnectionString, blobs).GetBlobContainerClient("box").ExistsAsync());
        Assert.Equal((503, 6), (e.Status, flaky.Requests));
    }

    [Theory]
    [InlineData(3_000_000, 4)] // three blocks and their list
    [InlineData(2_500_000, 4)]
    [InlineData(100_000, 1)]
    public async Task AnUploadHasABlockForWhatIsTooLargeForOne(int length, int requests)
    {
        var counting = new FlakyHandler(null, faults: 0);
        var container = await azurite.CreateContainerAsync(new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(counting)) });
        var before = counting.Requests;
        var options = new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 100_000, MaximumTransferSize = 1_000_000 } };

        await container.GetBlobClient("b").UploadAsync(new MemoryStream(new byte[length]), options);

        Assert.Equal(requests, counting.Requests - before);
    }

    [Fact]
    public async Task ARequestCanBeCancelled()
    {
        var table = await azurite.CreateTableAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.AddEntityAsync(new TableEntity("p", "r"), cancellation.Token));
    }

    [Fact]
    public void ConnectionStringsNameTheirServices()
    {
        var emulator = StorageConnectionString.Parse("UseDevelopmentStorage=true");
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", emulator.TableEndpoint.AbsoluteUri);
        Assert.Equal(emulator, StorageConnectionString.Parse(emulator.ToString()));

        var azure = StorageConnectionString.Parse("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=AAAA;EndpointSuffix=core.windows.net");
        Assert.Equal(("https://acc.blob.core.windows.net/", "https://acc.table.core.windows.net/"), (azure.BlobEndpoint.AbsoluteUri, azure.TableEndpoint.AbsoluteUri));
        var own = StorageConnectionString.Parse("DefaultEndpointsProtocol=http;accountname=acc;AccountKey=AA==;BlobEndpoint=http://blobs/acc/");
        Assert.Equal(("http://blobs/acc", "http://acc.table.core.windows.net/", "AA=="), (own.BlobEndpoint.AbsoluteUri, own.TableEndpoint.AbsoluteUri, own.AccountKey));
        Assert.Throws<NotSupportedException>(() => StorageConnectionString.Parse("BlobEndpoint=http://blobs;SharedAccessSignature=sv=1"));
        Assert.Throws<FormatException>(() => StorageConnectionString.Parse("AccountName=acc"));
        Assert.Throws<FormatException>(() => StorageConnectionString.Parse("nonsense"));
    }

    static HttpClientTransport Transport(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(new HttpClient(new AnswerHandler(answer)));

    static HttpResponseMessage Reply(HttpRequestMessage request, List<HttpRequestMessage> seen, HttpStatusCode status, string body = "")
    {
        seen.Add(request);
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/xml") };
    }

    sealed class AnswerHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    /// <summary>Fails the first requests, with a status or, without one, as a broken connection does; then lets all through.</summary>
    sealed class FlakyHandler(HttpStatusCode? fault, int faults) : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Requests++ >= faults) return base.SendAsync(request, cancellationToken);
            return fault is { } status
                ? Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("") })
                : throw new HttpRequestException("The connection was lost.");
        }
    }

    sealed class StaticCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("token-1", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
