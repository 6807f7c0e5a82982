using System.Text;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>
/// Scoring on tables that fail when told to, without an application around it. There is no SignalR service either, so
/// every push fails.
/// </summary>
sealed class ScoringBench
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    int _messages;

    ScoringBench(
        UnreliableTable sessions, UnreliableTable deadLetters, UnreliableTable outbox, UnreliableTable stalled, Metrics metrics, IServiceProvider? services)
    {
        (Sessions, DeadLetters, Outbox) = (sessions, deadLetters, outbox);
        Stalled = new(stalled, metrics, Clock, NullLogger<StalledPartitions>.Instance);
        Store = new(sessions, new SessionOptions());
        var push = new Push(services ?? new ServiceCollection().BuildServiceProvider());
        Alerts = new(Store, new AlertLog(sessions), push, outbox, NullLogger<AlertOutbox>.Instance);
        Letters = new(deadLetters, metrics, NullLogger<DeadLetters>.Instance);
        Scoring = new(
            Store,
            Letters,
            new Announcements(Store, new SessionIndex(sessions, TimeProvider.System), Alerts, push, NullLogger<Announcements>.Instance),
            new LimitOptions(),
            metrics,
            TimeProvider.System);
    }

    public UnreliableTable Sessions { get; }

    public UnreliableTable DeadLetters { get; }

    public UnreliableTable Outbox { get; }

    public SessionStore Store { get; }

    public AlertOutbox Alerts { get; }

    public ScoreSession Scoring { get; }

    public DeadLetters Letters { get; }

    public StalledPartitions Stalled { get; }

    /// <summary>By which a batch knows for how long it has been tried.</summary>
    public StandingClock Clock { get; } = new();

    /// <param name="services">What has the connection to a SignalR service, if there is to be one.</param>
    public static async Task<ScoringBench> CreateAsync(StorageFixture storage, Metrics? metrics = null, IServiceProvider? services = null) => new(
        await storage.CreateTableAsync(), await storage.CreateTableAsync(), await storage.CreateTableAsync(), await storage.CreateTableAsync(),
        metrics ?? Measured.Nowhere(), services);

    public async Task<SessionId> ScheduleAsync()
    {
        var plan = new SessionPlan(
            SessionId.Parse(Guid.NewGuid().ToString("N")), OrganizationId.Parse("org"), UserId.Parse("candidate"), null,
            TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, null);
        var (session, fact) = SessionRecord.Schedule(plan, Actor.System, Start);
        await Store.CreateAsync(session, [fact], default);
        return plan.Id;
    }

    public async Task<SessionId> StartAsync()
    {
        var session = await ScheduleAsync();
        await DecideAsync(Store, session, new SessionCommand.Start(Actor.System, Start));
        return session;
    }

    public static Task DecideAsync(SessionStore store, SessionId session, SessionCommand command) => store.ChangeAsync(
        session,
        record => ValueTask.FromResult<SessionChange?>(
            record.Decide(command) is Decision.Accepted { Facts: { Count: > 0 } facts } ? new(record.Apply(facts), facts, []) : null),
        default);

    /// <summary>The next message of the stream.</summary>
    public EventData Message(SessionId session, params string[] ids)
    {
        var events = ids.Select(id => $$"""{"id":"{{id}}","type":"NO_FACE","occurredAt":"2026-03-01T09:01:00Z"}""");
        return Raw(session, Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]"));
    }

    /// <summary>The next message of the stream, with one event of each type and second since the start.</summary>
    public EventData Events(SessionId session, IEnumerable<(string Type, int Second)> events, string data = "{}")
    {
        var json = events.Select(e => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $$"""{"id":"{{e.Type}}-{{e.Second}}","type":"{{e.Type}}","occurredAt":"{{Start.AddSeconds(e.Second):yyyy-MM-ddTHH:mm:ssZ}}","data":{{data}}}"""));
        return Raw(session, Encoding.UTF8.GetBytes($"[{string.Join(',', json)}]"));
    }

    /// <summary>The next message of the stream, of any content.</summary>
    public EventData Raw(SessionId session, byte[] body)
    {
        var message = new StreamMessage(session, OrganizationId.Parse("org"), Start.AddMinutes(1), body).ToEventData();
        return Next(session, message);
    }

    /// <summary>The next message of the stream: the marker that asks whether all before it is scored.</summary>
    public EventData Marker(SessionId session)
    {
        var marker = new EventData(ReadOnlyMemory<byte>.Empty);
        (marker.Properties["kind"], marker.Properties["session"], marker.Properties["reason"]) = ("drain", session.Value, "end");
        return Next(session, marker);
    }

    EventData Next(SessionId session, EventData message)
    {
        var number = _messages++;
        return new(message.Body, message.Properties, number, number, Start.AddSeconds(number), session.Value);
    }

    /// <summary>A batch of the partition, as the trigger hands it over.</summary>
    public Task ScoreBatchAsync(DurableTaskClient durable, params EventData[] messages) =>
        new ScoreEvents(Scoring, Letters, Stalled, TimeProvider.System, NullLogger<ScoreEvents>.Instance)
            .RunAsync(messages, durable, new FirstPartition(), default);

    /// <summary>What was set aside, in the order in which it came.</summary>
    public async Task<List<DeadLetterItem>> SetAsideAsync() =>
        [.. (await Letters.ListAsync("org", new PageRequest(200, null), default)).Items.Reverse()];

    public Task ScoreAsync(SessionId session, params EventData[] messages) => Scoring.RunAsync(session, "0", messages, null!, default);

    /// <summary>The stored events, whatever anybody has in memory.</summary>
    public async Task<List<string>> StoredAsync(SessionId session)
    {
        List<string> ids = [];
        await foreach (var page in new EventLog(Sessions).ReadAsync(session))
            ids.AddRange(page.Read().Select(stored => stored.Scored.Event.Id.Value));
        return ids;
    }

    public async Task<SessionRecord> ReadAsync(SessionId session) =>
        (await new SessionStore(Sessions, new SessionOptions()).FindAsync(session, default))!.Record;

    /// <summary>Changes the stored state behind the application's back.</summary>
    public async Task SpoilAsync(SessionId session, Action<TableEntity> spoil)
    {
        var row = (await Sessions.GetEntityAsync<TableEntity>(session.Value, StateRow.Key)).Value;
        spoil(row);
        await Sessions.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    public static async Task<int> CountAsync(TableClient table) => (await table.QueryAsync<TableEntity>().ToListAsync()).Count;
}

/// <summary>An invocation with messages of partition 0.</summary>
sealed class FirstPartition : FunctionContext
{
    public override string InvocationId => "1";

    public override string FunctionId => nameof(ScoreEvents);

    public override BindingContext BindingContext { get; } = new Bindings();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    sealed class Bindings : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } =
            new Dictionary<string, object?> { ["PartitionContext"] = """{"PartitionId":"0"}""" };
    }
}
