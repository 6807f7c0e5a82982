using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Proctoring.Local.Host;

/// <summary>
/// Where this copy runs: its port and its data folder, both held. What nobody asked for exactly gives way to a copy
/// that is running already.
/// </summary>
sealed class Place : IDisposable
{
    const int FirstPort = 7071;
    const int LastPort = 7170;

    Place(ReservedPort port, DataFolder folder, string? note) => (Port, Folder, Note) = (port, folder, note);

    public ReservedPort Port { get; }

    public DataFolder Folder { get; }

    /// <summary>What the developer should know about the choice.</summary>
    public string? Note { get; }

    /// <summary>The copy that a plain <c>dotnet run</c> starts first.</summary>
    public bool IsDefault => Port.Number == FirstPort && Folder.Path == DefaultFolder(FirstPort);

    /// <exception cref="StartupException">What was asked for is in use.</exception>
    public static Place Take(IConfiguration configuration)
    {
        var port = AskedPort(configuration);
        var folder = configuration["Local:DataFolder"] is { Length: > 0 } asked ? Path.GetFullPath(asked) : null;
        if (folder is not null) return TakeFolder(folder, port);
        if (port is not null) return TakePort(port.Value);

        for (var candidate = FirstPort; candidate <= LastPort; candidate++)
        {
            if (DataFolder.TryOpen(DefaultFolder(candidate)) is not { } opened) continue;
            if (ReservedPort.TryTake(candidate) is { } taken)
                return new(taken, opened, candidate == FirstPort ? null : $"Port {FirstPort} is taken: this copy has {candidate}.");
            opened.Dispose();
        }
        throw new StartupException($"No port is free from {FirstPort} to {LastPort}. Choose one with --port.");
    }

    static Place TakeFolder(string folder, int? port)
    {
        var opened = DataFolder.TryOpen(folder)
            ?? throw new StartupException($"Another copy uses the data folder {folder}. Stop it, or choose another one with --Local:DataFolder.");
        var taken = port is not null
            ? ReservedPort.TryTake(port.Value)
            : Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Select(ReservedPort.TryTake).FirstOrDefault(p => p is not null);
        if (taken is not null) return new(taken, opened, null);
        opened.Dispose();
        throw PortTaken(port ?? FirstPort);
    }

    static Place TakePort(int port)
    {
        var taken = ReservedPort.TryTake(port) ?? throw PortTaken(port);
        if (DataFolder.TryOpen(DefaultFolder(taken.Number)) is { } opened) return new(taken, opened, null);
        taken.Dispose();
        throw new StartupException($"Another copy uses the data folder {DefaultFolder(port)}. Choose another one with --Local:DataFolder.");
    }

    static StartupException PortTaken(int port) => new($"Port {port} is taken. Choose another one with --port.");

    static string DefaultFolder(int port) =>
        Path.Combine(DataFolder.DefaultParent(), port.ToString(CultureInfo.InvariantCulture));

    static int? AskedPort(IConfiguration configuration)
    {
        if (configuration["Local:Port"] is { Length: > 0 } text)
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
                ? port
                : throw new StartupException($"'{text}' is not a port.");
        if (configuration["urls"] is not { Length: > 0 } urls) return null;
        return Uri.TryCreate(urls.Split(';')[0].Replace("//*", "//localhost").Replace("//+", "//localhost"), UriKind.Absolute, out var url)
            ? url.Port
            : throw new StartupException($"'{urls}' is not a URL.");
    }

    public void Dispose()
    {
        Port.Dispose();
        Folder.Dispose();
    }
}
