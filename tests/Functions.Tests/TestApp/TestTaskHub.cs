using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Host;

namespace Proctoring.Testing;

/// <summary>A task hub of a test's own, in a folder that goes with it, by a clock that the test moves.</summary>
sealed class TestTaskHub : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proctoring-hub-");
    readonly TaskHub _hub;

    public TestTaskHub(ILoggerFactory logs)
    {
        _hub = new TaskHub(new(Path.Combine(_folder.FullName, "hub")), Clock, Converter, logs);
        Client = new HubDurableTaskClient(_hub);
    }

    public MovableClock Clock { get; } = new();

    public JsonDataConverter Converter { get; } = new(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    public HubDurableTaskClient Client { get; }

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task> run) => _hub.Functions.Orchestrators[name] = async (context, _) =>
    {
        await run(context);
        return null;
    };

    /// <param name="name">The activity.</param>
    /// <param name="run">Gets its input as it is stored.</param>
    public void Activity(string name, Func<string, Task<object?>> run) => _hub.Functions.Activities[name] = (_, input, _) => run(input!);

    /// <summary>After all functions are there.</summary>
    public void Start() => _hub.Start();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        if (Directory.Exists(_folder.FullName)) _folder.Delete(recursive: true); // A test may have ended it before.
    }
}
