using Azure.Data.Tables;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Events;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// What one table transaction makes of one session: as many of its waiting messages as fit into the limits of 100 rows
/// and 4 MiB.
/// </summary>
sealed class ScoringTransaction(StoredSession before) : IDisposable
{
    /// <summary>
    /// No further message is taken from so many rows on: one more can add 20 pages (1 MB of events with what scoring says
    /// of them) and 66 alerts, and there are the state and a fact. In bytes it can come to two thirds of what is allowed.
    /// </summary>
    const int EnoughRows = 12;

    readonly PageWriter _pages = new();
    readonly List<Alert> _alerts = [];
    readonly List<DeadLetter> _deadLetters = [];
    readonly List<DateTimeOffset> _receivedAt = [];
    IReadOnlyList<SessionFact> _facts = [];

    public StoredSession Before { get; } = before;

    public SessionRecord After { get; private set; } = before.Record;

    public IReadOnlyList<Alert> Alerts => _alerts;

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    public IReadOnlyList<SessionFact> Facts => _facts;

    public IReadOnlyList<EventPage> Pages { get; private set; } = [];

    /// <summary>Events that are new to the session.</summary>
    public int Scored { get; private set; }

    /// <summary>When the messages that brought something new were accepted.</summary>
    public IReadOnlyList<DateTimeOffset> ReceivedAt => _receivedAt;

    /// <summary>Events that the session holds now: those of this transaction, and those sent again.</summary>
    public int Acknowledged { get; private set; }

    public bool IsEmpty => ReferenceEquals(After, Before.Record);

    public bool HasRoom => _pages.Count + _alerts.Count < EnoughRows;

    /// <summary>False when a part of the message has to wait for the next transaction, after which it is added again.</summary>
    public bool Add(ReceivedMessage message)
    {
        _deadLetters.AddRange(message.Invalid);
        if (message.Events.Count == 0) return true;

        var result = After.Ingest(message.Position, message.ReceivedAt, message.Events);
        After = result.Next;
        if (_facts.Count == 0 && result.Changed)
            (After, _facts) = Presence.SeenAgain(After, message.ReceivedAt);
        foreach (var scored in result.Scored)
            _pages.Add(scored);
        _alerts.AddRange(result.NewAlerts);
        foreach (var dead in result.DeadLetters)
            _deadLetters.Add(message.SetAside(dead.Event, dead.Reason));
        if (result.Scored.Count > 0) _receivedAt.Add(message.ReceivedAt);
        Scored += result.Scored.Count;
        Acknowledged += result.Scored.Count + result.Duplicates;
        return result.Complete;
    }

    /// <summary>The rows to save beside the state and the facts.</summary>
    public IReadOnlyCollection<TableTransactionAction> Complete()
    {
        Pages = _pages.Complete(After.NextPage);
        After = After with { NextPage = After.NextPage + Pages.Count };
        return
        [
            .. Pages.Select(page => page.ToAction(After.Id)),
            .. _alerts.Select(AlertLog.Add),
        ];
    }

    public void Dispose() => _pages.Dispose();
}
