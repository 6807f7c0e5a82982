namespace Proctoring.Local.Storage;

/// <summary>The parts of a storage connection string that the clients need.</summary>
sealed record StorageConnectionString(string AccountName, string AccountKey, Uri BlobEndpoint, Uri TableEndpoint)
{
    /// <summary>Account of the storage emulator; name and key are published and the same everywhere.</summary>
    public const string EmulatorAccount = "devstoreaccount1";

    public const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static StorageConnectionString ForEmulator(int blobPort, int tablePort) => new(
        EmulatorAccount,
        EmulatorKey,
        new Uri($"http://127.0.0.1:{blobPort}/{EmulatorAccount}"),
        new Uri($"http://127.0.0.1:{tablePort}/{EmulatorAccount}"));

    public static StorageConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var settings = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(
                part => part[0],
                part => part.Length == 2 ? part[1] : throw new FormatException("Settings must be of the form \"name=value\"."),
                StringComparer.OrdinalIgnoreCase);
        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.Parse(emulator)) return ForEmulator(10000, 10002);
        if (settings.ContainsKey("SharedAccessSignature"))
            throw new NotSupportedException("The local storage clients take an account key, not a shared access signature.");

        if (!settings.TryGetValue("AccountName", out var account) || !settings.TryGetValue("AccountKey", out var key))
            throw new FormatException("No valid combination of account information found.");
        var scheme = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new StorageConnectionString(account, key, Endpoint("BlobEndpoint", "blob"), Endpoint("TableEndpoint", "table"));

        Uri Endpoint(string name, string service) => settings.TryGetValue(name, out var uri)
            ? new Uri(uri.TrimEnd('/'))
            : new Uri($"{scheme}://{account}.{service}.{suffix}");
    }

    public override string ToString() =>
        $"DefaultEndpointsProtocol={BlobEndpoint.Scheme};AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={BlobEndpoint};TableEndpoint={TableEndpoint};";
}
