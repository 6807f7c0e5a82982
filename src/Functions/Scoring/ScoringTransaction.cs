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
/// <param name="eventLimit">Events of a session that are kept.</param>
sealed class ScoringTransaction(StoredSession before, int eventLimit) : IDisposable
{
    /// <summary>
    /// No further message is taken from so many rows on: one more can add 20 pages (1 MB of events with what scoring says
    /// of them) and 66 alerts, and there are the state and a fact. In bytes it can come to two thirds of what is allowed.
    /// </summary>
    const int EnoughRows = 12;

    readonly PageWriter _pages = new();
    readonly List<Alert> _alerts = [];
    readonly List<Alert> _grown = [];
    readonly List<SessionFact> _facts = [];
    readonly List<DeadLetter> _deadLetters = [];
    readonly List<DateTimeOffset> _receivedAt = [];

    public StoredSession Before { get; } = before;

    public SessionRecord After { get; private set; } = before.Record;

    /// <summary>Alerts raised.</summary>
    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>All alerts as they are after this, also those of before that stand for more now.</summary>
    public IReadOnlyList<Alert> AlertsAtHand => [.. _alerts, .. _grown];

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

    public bool HasRoom => _pages.Count + _alerts.Count + _grown.Count < EnoughRows;

    /// <summary>False when a part of the message has to wait for the next transaction, after which it is added again.</summary>
    public bool Add(ReceivedMessage message)
    {
        _deadLetters.AddRange(message.Invalid);
        if (message.Events.Count == 0) return true;

        var result = After.Ingest(message.Position, message.ReceivedAt, message.Events, eventLimit);
        (After, var facts) = result.Changed ? Presence.SeenAgain(result.Next, message.ReceivedAt) : (result.Next, []);
        _facts.AddRange([.. result.Facts, .. facts]);
        foreach (var scored in result.Scored)
            _pages.Add(scored);
        _alerts.AddRange(result.NewAlerts);
        foreach (var grown in result.GrownAlerts)
            if (!TryReplace(_alerts, grown) && !TryReplace(_grown, grown))
                _grown.Add(grown);
        foreach (var dead in result.DeadLetters)
            _deadLetters.Add(message.SetAside(dead.Event, dead.Reason));
        if (result.Scored.Count > 0) _receivedAt.Add(message.ReceivedAt);
        Scored += result.Scored.Count;
        Acknowledged += result.Scored.Count + result.Unrecorded + result.Duplicates;
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
            .. _grown.Select(AlertLog.Replace),
        ];
    }

    static bool TryReplace(List<Alert> alerts, Alert alert)
    {
        var place = alerts.FindIndex(known => known.Id == alert.Id);
        if (place >= 0) alerts[place] = alert;
        return place >= 0;
    }

    public void Dispose() => _pages.Dispose();
}
