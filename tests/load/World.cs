using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;
using Proctoring.Testing;

namespace Proctoring.Load;

/// <summary>A server of its own, in a process and a data folder of its own, with an organisation on it.</summary>
sealed class World : IAsyncDisposable
{
    const string Password = "correct horse battery";
    const string AdminEmail = "admin@load.example";
    const string CandidateEmail = "candidate@load.example";

    /// <summary>Well before the tokens end, a session's after 15 minutes.</summary>
    static readonly TimeSpan Renewal = TimeSpan.FromMinutes(7);

    readonly Process? _server;
    readonly HttpClient _http = new();
    readonly HttpClient _asCandidate = new();
    readonly ConcurrentBag<RunningSession> _started = [];
    readonly CancellationTokenSource _stop = new();
    string _candidate = "";
    Task _renewing = Task.CompletedTask;

    World(Process? server) => _server = server;

    /// <summary>For rows that need no server.</summary>
    public static World None => new(null);

    public static HttpClient Client(int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections });

    public static async Task<World> StartAsync()
    {
        var port = Ports.Free();
        var folder = Path.Combine(Repository.Root, "src", "Functions", "bin", Repository.Configuration, "net10.0");
        var data = Directory.CreateTempSubdirectory("proctoring-load-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Proctoring.Functions.dll"), "--port", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["Local__DataFolder"] = data;
        start.Environment["Operator__Key"] = "load-test-operator-key";
        var address = new Uri($"http://127.0.0.1:{port}/api/v1/");
        // One session stands for many here.
        start.Environment["Limits__SessionEventsPerSecond"] = "1000000";
        start.Environment["Limits__SessionEventsBurst"] = "100000000";
        start.Environment["Limits__SessionEvents"] = "1000000000";
        // One user and organisation do what many would.
        foreach (var limit in new[] { "User", "Organization", "Address" })
        {
            start.Environment[$"Limits__{limit}PerSecond"] = "1000000";
            start.Environment[$"Limits__{limit}Burst"] = "1000000";
        }
        var world = new World(Process.Start(start)!) { _http = { BaseAddress = address }, _asCandidate = { BaseAddress = address }, DataFolder = data };
        world._server!.OutputDataReceived += static (_, line) => Report(line.Data);
        world._server.ErrorDataReceived += static (_, line) => Report(line.Data);
        world._server.BeginOutputReadLine();
        world._server.BeginErrorReadLine();
        await world.CreateOrganizationAsync();
        world._renewing = world.RenewAsync();
        return world;

        // A warning while measuring is a finding.
        static void Report(string? line)
        {
            if (line is not null && (line.Contains("warn:") || line.Contains("fail:") || line.Contains("crit:"))) Console.WriteLine($"   server: {line}");
        }
    }

    string DataFolder { get; init; } = "";

    async Task CreateOrganizationAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await _http.GetAsync("/api/health")).EnsureSuccessStatusCode();
                break;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }

        using var organization = new HttpRequestMessage(HttpMethod.Post, "organizations")
        {
            Headers = { { "x-operator-key", "load-test-operator-key" } },
            Content = JsonContent.Create(new { name = "Load", admin = new { name = "Admin", email = AdminEmail, password = Password } }),
        };
        (await _http.SendAsync(organization)).EnsureSuccessStatusCode();
        await LogInAsync(_http, AdminEmail);
        var candidate = await PostAsync(_http, "users", new { name = "Candidate", email = CandidateEmail, password = Password, role = "candidate" });
        _candidate = candidate.GetProperty("id").GetString()!;
        await LogInAsync(_asCandidate, CandidateEmail);
    }

    static async Task LogInAsync(HttpClient http, string email)
    {
        var login = await PostAsync(http, "auth/login", new { email, password = Password });
        http.DefaultRequestHeaders.Authorization = new("Bearer", login.GetProperty("accessToken").GetString());
    }

    /// <summary>Keeps all tokens alive, as browsers do: a session's by starting it again.</summary>
    async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LogInAsync(_http, AdminEmail);
                await LogInAsync(_asCandidate, CandidateEmail);
                await Parallel.ForEachAsync(
                    _started, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = _stop.Token },
                    async (session, _) => session.Renew(await StartAsync(session.Id)));
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    async Task<string> StartAsync(string session) =>
        (await PostAsync(_asCandidate, $"sessions/{session}/start", new { })).GetProperty("sessionToken").GetString()!;

    public async Task<RunningSession[]> StartSessionsAsync(int count)
    {
        var sessions = new RunningSession[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var session = await PostAsync(_http, "sessions", new { candidateId = _candidate, durationMinutes = 120 });
            var id = session.GetProperty("id").GetString()!;
            _started.Add(sessions[i] = new(id, new(_http.BaseAddress!, $"sessions/{id}/events"), await StartAsync(id)));
        });
        return sessions;
    }

    /// <summary>Until every event that was posted is scored and stored.</summary>
    public async Task WaitUntilScoredAsync(IEnumerable<RunningSession> sessions)
    {
        foreach (var session in sessions)
        {
            var patience = Stopwatch.StartNew();
            while (true)
            {
                using var response = await _http.SendAsync(Get($"sessions/{session.Id}/statistics"));
                var statistics = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
                var total = statistics.GetProperty("total").GetInt64();
                if (total == session.Sent) break;
                if (total > session.Sent || patience.Elapsed > TimeSpan.FromMinutes(5))
                    throw new InvalidOperationException($"session {session.Id} has {total} events of {session.Sent}");
                await Task.Delay(20);
            }
        }
    }

    public HttpRequestMessage Get(string path) =>
        new(HttpMethod.Get, new Uri(_http.BaseAddress!, path)) { Headers = { Authorization = _http.DefaultRequestHeaders.Authorization } };

    /// <summary>A SignalR client that hears the whole organisation.</summary>
    public async Task<SignalRClient> ConnectProctorAsync()
    {
        var connection = await PostAsync(_http, "realtime/negotiate", new { });
        var client = await SignalRClient.ConnectAsync(connection.GetProperty("url").GetString()!, connection.GetProperty("accessToken").GetString()!);
        await PostAsync(_http, "realtime/subscriptions", new { });
        return client;
    }

    public TimeSpan Processor()
    {
        _server!.Refresh();
        return _server.TotalProcessorTime;
    }

    /// <summary>Has the server collect its garbage, and gives what was in use afterwards, in megabytes.</summary>
    public async Task<double> CollectAsync()
    {
        // The runtime collects when a session with this keyword begins.
        const long Collect = (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect);
        using var session = new DiagnosticsClient(_server!.Id).StartEventPipeSession(
            [new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Informational, Collect)], requestRundown: false);
        var inUse = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() =>
        {
            using var source = new EventPipeEventSource(session.EventStream);
            var induced = false;
            source.Clr.GCStart += collection => induced |= collection.Depth == 2 && collection.Reason is GCReason.Induced or GCReason.InducedNotForced;
            source.Clr.GCHeapStats += heap =>
            {
                if (induced) inUse.TrySetResult(heap.TotalHeapSize / 1e6);
            };
            source.Process();
        });
        var result = await inUse.Task.WaitAsync(TimeSpan.FromSeconds(30));
        session.Stop();
        await reading;
        return result;
    }

    public double MemoryMegabytes()
    {
        _server!.Refresh();
        return _server.WorkingSet64 / 1e6;
    }

    public TimeSpan AzuriteProcessor() => Process.GetProcessesByName("node").Aggregate(TimeSpan.Zero, (sum, process) =>
    {
        using (process)
        {
            var command = $"/proc/{process.Id}/cmdline";
            return File.Exists(command) && File.ReadAllText(command).Contains(DataFolder) ? sum + process.TotalProcessorTime : sum;
        }
    });

    static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path}: {await response.Content.ReadAsStringAsync()}");
        return response.StatusCode == System.Net.HttpStatusCode.NoContent ? default : await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        _http.Dispose();
        _asCandidate.Dispose();
        if (_server is not null)
        {
            using (Process.Start("kill", ["-INT", $"{_server.Id}"])) await _server.WaitForExitAsync();
            _server.Dispose();
            Directory.Delete(DataFolder, recursive: true);
        }
    }
}
