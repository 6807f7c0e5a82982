using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>Keeps what was logged, as an exporter would get it.</summary>
sealed class LoggedEvents : ILoggerFactory, ILogger
{
    readonly ConcurrentQueue<Entry> _entries = new();

    public IEnumerable<Entry> Named(string name) => _entries.Where(entry => entry.Name == name);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format) =>
        _entries.Enqueue(new(id.Name, level, (state as IReadOnlyList<KeyValuePair<string, object?>> ?? []).ToDictionary()));

    public void Dispose()
    {
    }

    public sealed record Entry(string? Name, LogLevel Level, IReadOnlyDictionary<string, object?> Properties);
}
