namespace Proctoring.Local.Host;

/// <summary>Where one running copy of the local platform lives. Read from configuration section <c>Local</c>.</summary>
sealed class LocalOptions
{
    /// <summary>Loopback port of the functions host. 7071 unless taken or told otherwise.</summary>
    public required int Port { get; init; }

    /// <summary>Absolute path of the folder that holds this copy's stream, durable history, keys and Azurite data.</summary>
    public required string DataFolder { get; init; }

    /// <summary>This is the copy that a plain <c>dotnet run</c> starts first.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Partitions of a new event hub: 1 to 32, as in the standard tier.</summary>
    public int Partitions { get; init; } = 4;

    public Uri BaseAddress => new($"http://localhost:{Port}/");
}
