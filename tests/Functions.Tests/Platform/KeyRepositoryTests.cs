using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class KeyRepositoryTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    [Fact]
    public async Task InstancesThatStartTogetherUseOneKey()
    {
        var container = await storage.ContainerAsync();
        var instances = Enumerable.Range(0, 6).Select(_ => Protector(container)).ToList();
        var secrets = await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.Protect("secret"))));
        Assert.All(instances, instance => Assert.All(secrets, secret => Assert.Equal("secret", instance.Unprotect(secret))));
        Assert.All(secrets, secret => Assert.Equal("secret", Protector(container).Unprotect(secret)));

        var blobs = 0;
        await foreach (var _ in container.GetBlobsAsync()) blobs++;
        Assert.Equal(1, blobs);
    }

    [Fact]
    public async Task OfTwoFirstKeysTheEarlierIsKeptAndLaterOnesAreAdded()
    {
        var container = await storage.ContainerAsync();
        var one = new KeyRepository(container);
        var two = new KeyRepository(container);
        Assert.Empty(one.GetAllElements());
        Assert.Empty(two.GetAllElements());
        one.StoreElement(new("key", "one"), "key-1");
        two.StoreElement(new("key", "two"), "key-2");
        Assert.Equal(["one"], two.GetAllElements().Select(key => key.Value));
        two.StoreElement(new("key", "three"), "key-3");
        Assert.Equal(["one", "three"], one.GetAllElements().Select(key => key.Value).Order());
    }

    /// <summary>As one instance of the application has it.</summary>
    static IDataProtector Protector(BlobContainerClient container)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("test");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeyRepository(container));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }
}
