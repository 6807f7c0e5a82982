using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Durable;

/// <summary>A task hub over a folder of its own, with orchestrators and activities given as delegates.</summary>
sealed class HubFixture : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly List<string> _folders;
    readonly Action<HubFixture> _register;
    readonly long _compactAt;
    readonly Disk _disk;

    HubFixture(Action<HubFixture> register, string folder, List<string> folders, MovableClock clock, long compactAt, Disk? disk = null)
    {
        (_register, Folder, _folders, Clock, _compactAt, _disk) = (register, folder, folders, clock, compactAt, disk ?? new Disk());
        _folders.Add(folder);
        var json = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
        Hub = new TaskHub(new(folder) { CompactAt = compactAt, Disk = _disk }, clock, new JsonDataConverter(json), Logs);
        Client = new HubDurableTaskClient(Hub);
        register(this);
        Hub.Start();
    }

    public string Folder { get; }

    public string Journal => Path.Combine(Folder, "journal");

    public MovableClock Clock { get; }

    public TaskHub Hub { get; }

    public HubDurableTaskClient Client { get; }

    public LogCollector Logs { get; } = new();

    public static HubFixture Start(Action<HubFixture> register, long compactAt = 8 << 20, Disk? disk = null) =>
        new(register, NewFolder(), [], new MovableClock(), compactAt, disk);

    public static HubFixture Start(string name, Func<TaskOrchestrationContext, Task<object?>> orchestrator) =>
        Start(hub => hub.Orchestrator(name, orchestrator));

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) =>
        Hub.Functions.Orchestrators[name] = (context, _) => run(context);

    public void Activity<T>(string name, Func<T?, Task<object?>> run) =>
        Hub.Functions.Activities[name] = (_, input, _) => run(Hub.Converter.Deserialize<T>(input));

    public void Activity<T>(string name, Func<T?, CancellationToken, Task<object?>> run) =>
        Hub.Functions.Activities[name] = (_, input, stopping) => run(Hub.Converter.Deserialize<T>(input), stopping);

    /// <summary>
    /// What a process that is killed now would leave, taken up by another one: a hub over a copy of the folder, while
    /// this one lives on and can do no harm.
    /// </summary>
    public HubFixture Crashed(Action<HubFixture>? register = null, int tornBytes = 0, MovableClock? clock = null)
    {
        var copy = NewFolder();
        Directory.CreateDirectory(copy);
        File.Copy(Journal, Path.Combine(copy, "journal"));
        if (tornBytes > 0)
        {
            using var journal = File.OpenWrite(Path.Combine(copy, "journal"));
            journal.SetLength(journal.Length - tornBytes);
        }
        return new HubFixture(register ?? _register, copy, _folders, clock ?? Clock, _compactAt);
    }

    /// <summary>Stops in an orderly way and starts again over the same folder.</summary>
    public async Task<HubFixture> RestartedAsync(Action<HubFixture>? register = null)
    {
        await Hub.DisposeAsync();
        return new HubFixture(register ?? _register, Folder, _folders, Clock, _compactAt);
    }

    public Task<string> StartAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null) =>
        await EndOf(await StartAsync(name, input));

    public Task<OrchestrationMetadata> EndOf(string id) =>
        Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(Patience);

    public async Task<OrchestrationMetadata> Find(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true)
        ?? throw new InvalidOperationException($"There is no instance {id}.");

    /// <summary>Looks at an instance from inside.</summary>
    public T? Look<T>(string id, Func<Instance, T> look)
    {
        lock (Hub.State.Lock) return Hub.State.Find(id) is { } instance ? look(instance) : default;
    }

    /// <summary>Waits until an instance shows this as its custom status.</summary>
    public Task Shows(string id, object status) =>
        Until(async () => (await Client.GetInstanceAsync(id, true))?.SerializedCustomStatus == JsonSerializer.Serialize(status));

    public Task Is(string id, OrchestrationRuntimeStatus status) =>
        Until(async () => (await Client.GetInstanceAsync(id))?.RuntimeStatus == status);

    public static async Task Until(Func<Task<bool>> reached)
    {
        for (var begun = DateTime.UtcNow; !await reached(); await Task.Delay(2))
            if (DateTime.UtcNow - begun > Patience) throw new TimeoutException("What was waited for did not happen.");
    }

    public static Task Until(Func<bool> reached) => Until(() => Task.FromResult(reached()));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        foreach (var folder in _folders.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    }

    static string NewFolder() => Path.Combine(Path.GetTempPath(), "durable-tests", Guid.NewGuid().ToString("N"));
}

/// <summary>Keeps what was logged.</summary>
sealed class LogCollector : ILoggerFactory, ILogger
{
    readonly List<(LogLevel Level, string Text)> _entries = [];

    public IReadOnlyList<(LogLevel Level, string Text)> Entries
    {
        get
        {
            lock (_entries) return [.. _entries];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_entries) _entries.Add((logLevel, formatter(state, exception)));
    }

    public void Dispose()
    {
    }
}
