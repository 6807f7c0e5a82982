namespace Proctoring.Local.Storage;

/// <summary>How this copy of the platform came to its storage emulator.</summary>
enum AzuriteOrigin
{
    /// <summary>Started by this process.</summary>
    Started,

    /// <summary>Started by an earlier process for the same data folder, and still alive.</summary>
    Adopted,

    /// <summary>Somebody else's, on the well-known ports. Never stopped by us.</summary>
    Foreign,
}

/// <summary>
/// The storage emulator (blob and table services) of one data folder. It outlives a killed host, and the next host adopts it.
/// </summary>
sealed class AzuriteProcess
{
    public required AzuriteOrigin Origin { get; init; }

    /// <summary>Address and well-known key, in the form that the SDK's clients take.</summary>
    public required string ConnectionString { get; init; }

    public required int BlobPort { get; init; }

    public required int TablePort { get; init; }

    /// <summary>Null when <see cref="Origin"/> is foreign.</summary>
    public required int? ProcessId { get; init; }

    /// <param name="dataFolder">The copy's data folder; Azurite's own files go into its subfolder <c>azurite</c>.</param>
    /// <param name="preferDefaultPorts">Use ports 10000 and 10002, or whoever listens there already, when this folder has no Azurite of its own.</param>
    /// <param name="cancellation">Gives up waiting for readiness.</param>
    public static Task<AzuriteProcess> EnsureAsync(string dataFolder, bool preferDefaultPorts, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Asks it to write all its data and end, and waits for that. Does nothing to a foreign one.</summary>
    public Task StopAsync() => throw new NotImplementedException();
}
