using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Keeps Data Protection's keys in a blob container that all instances share: one blob a key, never overwritten. The
/// storage account encrypts them at rest, and only this application's identity may read the container.
/// </summary>
sealed class KeyRepository(BlobContainerClient container) : IXmlRepository
{
    public const string Container = "keys";

    // The first key has a fixed name, so that of several instances that start on an empty container only one stores
    // its key. The others drop theirs; the key manager reads all keys again after it has stored one, and so all use
    // the same key at once. Later keys are announced days before use, and every instance looks for them daily.
    const string FirstKey = "key-first.xml";

    /// <summary>Whether there was no key when the key manager looked, hence whether what it stores next is the first.</summary>
    volatile bool _wasEmpty;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        // The interface is synchronous; there is no synchronisation context here that could deadlock.
        ReadAllAsync().GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) =>
        StoreAsync(element, friendlyName).GetAwaiter().GetResult();

    async Task<IReadOnlyCollection<XElement>> ReadAllAsync()
    {
        var elements = new List<XElement>();
        await foreach (var blob in container.GetBlobsAsync())
        {
            var content = await container.GetBlobClient(blob.Name).DownloadContentAsync();
            elements.Add(XElement.Load(content.Value.Content.ToStream()));
        }
        _wasEmpty = elements.Count == 0;
        return elements;
    }

    async Task StoreAsync(XElement element, string friendlyName)
    {
        var isFirst = _wasEmpty;
        var blob = container.GetBlobClient(isFirst ? FirstKey : $"{friendlyName}.xml");
        try
        {
            await blob.UploadAsync(
                BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)),
                new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } });
        }
        catch (RequestFailedException e) when (isFirst && e.Status is 409 or 412)
        {
            // Another instance was first.
        }
    }
}

sealed class UseKeyRepository([FromKeyedServices(KeyRepository.Container)] BlobContainerClient container)
    : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = new KeyRepository(container);
}
