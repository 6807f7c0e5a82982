namespace Proctoring.Local.EventHubs;

/// <summary>The parts of an Event Hubs connection string that matter here.</summary>
readonly record struct ConnectionString(string Address, string? EntityPath)
{
    /// <exception cref="FormatException">It has no endpoint.</exception>
    public static ConnectionString Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return parts.TryGetValue("Endpoint", out var endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            ? new(uri.IsDefaultPort ? uri.Host : uri.Authority, parts.GetValueOrDefault("EntityPath"))
            : throw new FormatException("The connection string used for an Event Hub client must specify the Event Hubs namespace host.");
    }
}
