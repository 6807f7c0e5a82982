using Azure.Core;

namespace Azure.Storage.Blobs;

public class BlobClientOptions : ClientOptions
{
    public BlobClientOptions(ServiceVersion version = ServiceVersion.V2023_01_03)
    {
        Version = version;
        // The storage SDKs are more patient than Azure.Core's defaults.
        Retry.Delay = TimeSpan.FromSeconds(0.8);
        Retry.MaxDelay = TimeSpan.FromMinutes(1);
        Retry.MaxRetries = 5;
        Retry.NetworkTimeout = TimeSpan.FromSeconds(100);
    }

    public enum ServiceVersion
    {
        V2020_10_02 = 8,
        V2020_12_06 = 9,
        V2021_12_02 = 15,
        V2022_11_02 = 16,
        V2023_01_03 = 17,
    }

    public ServiceVersion Version { get; }

    internal string VersionText => Version.ToString()[1..].Replace('_', '-');
}
