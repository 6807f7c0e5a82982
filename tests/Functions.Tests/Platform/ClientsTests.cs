using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Platform;

public sealed class ClientsTests
{
    const string Tables = "https://example.table.core.windows.net/";
    const string Blobs = "https://example.blob.core.windows.net/";
    const string Stream = "example.servicebus.windows.net";

    [Fact]
    public async Task AddressesAloneAreEnoughWithAnIdentity()
    {
        await using var provider = Build(
            ("Storage:tableServiceUri", Tables), ("Storage:blobServiceUri", Blobs), ("EventHubConnection:fullyQualifiedNamespace", Stream));

        Assert.Equal(Tables, provider.GetRequiredService<TableServiceClient>().Uri.AbsoluteUri);
        var blob = provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("reports").GetBlobClient("a/b.pdf");
        Assert.Equal($"{Blobs}reports/a/b.pdf", blob.Uri.AbsoluteUri);
        // No account key: links are signed with a lent one.
        Assert.False(blob.CanGenerateSasUri);
        var producer = provider.GetRequiredService<EventHubProducerClient>();
        Assert.Equal((Stream, Clients.EventHub), (producer.FullyQualifiedNamespace, producer.EventHubName));
    }

    [Fact]
    public async Task AConnectionStringWins()
    {
        await using var provider = Build(
            ("Storage", "UseDevelopmentStorage=true"), ("Storage:tableServiceUri", Tables), ("Storage:blobServiceUri", Blobs));

        Assert.Equal("127.0.0.1", provider.GetRequiredService<TableServiceClient>().Uri.Host);
        var blobs = provider.GetRequiredService<BlobServiceClient>();
        Assert.Equal("127.0.0.1", blobs.Uri.Host);
        Assert.True(blobs.GetBlobContainerClient("reports").GetBlobClient("b").CanGenerateSasUri);
    }

    [Theory]
    [InlineData(typeof(TableServiceClient), "Storage__tableServiceUri")]
    [InlineData(typeof(BlobServiceClient), "Storage__blobServiceUri")]
    [InlineData(typeof(EventHubProducerClient), "EventHubConnection__fullyQualifiedNamespace")]
    public async Task WhatIsMissingIsNamed(Type client, string setting)
    {
        await using var provider = Build();
        var error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService(client));
        Assert.Contains($"'{setting}'", error.Message, StringComparison.Ordinal);
    }

    static ServiceProvider Build(params (string Key, string? Value)[] settings) => new ServiceCollection()
        .AddClients(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build())
        .BuildServiceProvider();
}
