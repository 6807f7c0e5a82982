using Azure.Core;

namespace Azure.Storage.Blobs;

public class BlobClientOptions : ClientOptions
{
    public BlobClientOptions(ServiceVersion version = ServiceVersion.V2023_01_03)
    {
        Version = version;
        // More patient than Azure.Core's own default of three, as the real client.
        Retry.MaxRetries = 5;
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
