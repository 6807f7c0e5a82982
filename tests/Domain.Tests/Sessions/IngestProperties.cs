using System.Text;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;
using static Proctoring.Domain.Tests.Sessions.AnyEvents;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>However the same events arrive, the session looks the same afterwards.</summary>
public sealed class IngestProperties
{
    private static readonly DateTimeOffset Received = At(600);

    [Fact]
    public void AnySplitIntoMessagesGivesTheSameSession() => Always((plan, events, cuts) =>
        AssertSame(Take(Running(plan), [events]), Take(Running(plan), Cut(events, cuts))));

    [Fact]
    public void ResendsAndRedeliveriesChangeNothing() => Always((plan, events, cuts) =>
    {
        var messages = Cut(events, cuts);
        var often = new Taken(Running(plan));
        for (var i = 0; i < messages.Length; i++)
        {
            often = Take(often, 2 * i, messages[i]);
            // Its redelivery, then the client's resend of all that it ever sent.
            often = Take(often, 2 * i, messages[i]);
            often = Take(often, 2 * i + 1, [.. messages.Take(i + 1).SelectMany(m => m)]);
        }

        AssertSame(Take(Running(plan), messages), often);
    });

    [Fact]
    public void SavingInBetweenChangesNothing() => Always((plan, events, cuts) =>
    {
        var messages = Cut(events, cuts);
        var saved = new Taken(Running(plan));
        for (var i = 0; i < messages.Length; i++)
        {
            saved = Take(saved, i, messages[i]);
            saved = saved with { Record = SessionRecord.FromJson(saved.Record.Plan, saved.Record.ToJson(), saved.Record.Seen.IdsToBytes(), saved.Record.Seen.IdCount) };
        }

        AssertSame(Take(Running(plan), messages), saved);
    });

    [Fact]
    public void EveryFigureIsTheSumOfItsEvents() => Always((plan, events, cuts) =>
    {
        var (record, _, scored) = Take(Running(plan), Cut(events, cuts));

        Assert.Equal(Math.Max(0, 100 - scored.Sum(e => e.Deduction)), record.Integrity.Score);
        Assert.InRange(record.Integrity.Score, 0, 100);
        Assert.Equal(scored.Count, record.Scorecard.Total);
        Assert.Equal(scored.Count, record.Scorecard.Statistics.Timeline.Sum(minute => minute.Count));
        Assert.Equal(scored.Count, record.Scorecard.Statistics.BySeverity.Values.Sum());
        Assert.Equal(
            scored.CountBy(e => e.Event.Type.Name).OrderBy(count => count.Key),
            record.Scorecard.Counts.OrderBy(count => count.Key));
    });

    [Fact]
    public void EveryDeductionNamesItsRuleAndPoints() => Always((plan, events, _) =>
    {
        foreach (var e in Take(Running(plan), [events]).Scored)
        {
            Assert.StartsWith($"{e.Event.Type}: ", e.Reason);
            Assert.Contains(e.Deduction > 0 ? $"−{e.Deduction} " : "0 points", e.Reason);
        }
    });

    [Fact]
    public void RiskIsTheWeightedSumOfItsComponents() => Always((plan, events, _) =>
    {
        var risk = Take(Running(plan), [events]).Record.Risk;

        Assert.InRange(risk.Score - risk.Components.Sum(c => c.Weight * c.Value), -1e-8, 1e-8);
        Assert.Equal(1, risk.Components.Sum(c => c.Weight), 8);
        Assert.Equal(risk.Score < 0.3 ? RiskLevel.Low : risk.Score < 0.7 ? RiskLevel.Medium : RiskLevel.High, risk.Level);
        Assert.All(risk.Components, c => Assert.NotEmpty(c.Why));
    });

    [Fact]
    public void AnEpisodeRaisesOneAlertHoweverManyEventsItHas() => Always((plan, events, _) =>
    {
        var alerts = Take(Running(plan), [events]).Alerts;

        foreach (var episodes in alerts.Where(a => EventType.TryParse(a.Type, out EventType? _)).GroupBy(a => a.Type))
            Assert.All(episodes.Zip(episodes.Skip(1)), pair => Assert.True((pair.Second.At - pair.First.At).Duration() > plan.Policy.QuietTime));
        Assert.InRange(alerts.Count(a => a.Type == AlertTypes.Integrity), 0, 3);
        Assert.Equal(Enumerable.Range(1, alerts.Count).Select(n => $"{plan.Id}-{n:D4}"), alerts.Select(a => a.Id.Value));
    });

    [Fact]
    public void EventsOfAPauseOrAfterTheEndNeverMoveAScore() => Always((plan, events, _) =>
    {
        var paused = Take(Running(plan).After(new SessionCommand.Pause(Proctor, At(1), "fire alarm")), [events]);
        var ended = Running(plan).After(new SessionCommand.Submit(Candidate, At(1)));

        Assert.Equal((100, 0.0), (paused.Record.Integrity.Score, paused.Record.Risk.Score));
        Assert.Empty(paused.Alerts);
        Assert.Same(ended, Take(ended, [events]).Record);
    });

    [Fact]
    public void AnOverrideHidesTheComputedScoreAndDoesNotStopIt() => Always((plan, events, _) =>
    {
        var record = Running(plan);

        var overridden = Take(record.SetOverride(42, UserId.Parse("proctor"), "seen on video", At(1)).Record, [events]).Record;

        Assert.Equal((42, Take(record, [events]).Record.Integrity.Score), (overridden.Integrity.Score, overridden.Integrity.Computed));
    });

    private static Taken Take(SessionRecord record, ProctoringEvent[][] messages)
    {
        var taken = new Taken(record);
        for (var i = 0; i < messages.Length; i++)
            taken = Take(taken, i, messages[i]);
        return taken;
    }

    private static Taken Take(Taken taken, int position, ProctoringEvent[] message)
    {
        for (; ; )
        {
            var result = taken.Record.Ingest(new("0", position, At(position)), Received, message);
            taken = new(result.Next, [.. taken.Alerts, .. result.NewAlerts], [.. taken.Scored, .. result.Scored]);
            if (result.Complete)
                return taken;
        }
    }

    private static void AssertSame(Taken expected, Taken actual)
    {
        Assert.Equal(Written(expected.Record), Written(actual.Record));
        Assert.Equal(expected.Alerts.Select(Comparable), actual.Alerts.Select(Comparable));
        Assert.Equal(expected.Scored.Select(Comparable), actual.Scored.Select(Comparable));
    }

    // All but the position in the stream.
    private static string Written(SessionRecord record) =>
        Encoding.UTF8.GetString((record with { Positions = [] }).ToJson()) + Convert.ToHexString(record.Seen.IdsToBytes());

    private static object Comparable(Alert alert) =>
        (alert.Id, alert.Type, alert.Severity, alert.Message, alert.Risk, alert.At, string.Join(',', alert.Events));

    private static object Comparable(ScoredEvent e) => (e.Event.Id, e.Deduction, e.Reason, e.Late);

    private sealed record Taken(SessionRecord Record, IReadOnlyList<Alert> Alerts, IReadOnlyList<ScoredEvent> Scored)
    {
        internal Taken(SessionRecord record) : this(record, [], [])
        {
        }
    }
}
