using System.Diagnostics.Metrics;

namespace Proctoring.Functions.Platform;

/// <summary>
/// What this application counts and measures: the instruments of the meter <c>Proctoring</c>. Their names are a contract
/// with the queries under infra/queries. Without a listener each call is one comparison; none allocates.
/// </summary>
/// <remarks>Metrics are not sampled, other than traces: what has to add up or to alarm somebody is counted here.</remarks>
sealed class Metrics
{
    public const string MeterName = "Proctoring";

    readonly Counter<long> _accepted;
    readonly Counter<long> _refused;
    readonly Counter<long> _scored;
    readonly Counter<long> _deadLetters;
    readonly Counter<long> _alerts;
    readonly Histogram<double> _scoringLag;
    readonly Histogram<double> _scoringRetrying;
    readonly Histogram<double> _reportDuration;

    public Metrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>(
            "proctoring.events.accepted", "{event}", "Events answered with 202, hence durable on the stream; sent again, they count again.");
        _refused = meter.CreateCounter<long>(
            "proctoring.events.refused", "{event}", "Events turned away at ingest, by reason.");
        _scored = meter.CreateCounter<long>(
            "proctoring.events.scored", "{event}", "Events scored and stored, each once.");
        _deadLetters = meter.CreateCounter<long>(
            "proctoring.deadletters", "{event}", "Events and unreadable messages set aside, by reason; set aside again after a redelivery, they count again.");
        _alerts = meter.CreateCounter<long>(
            "proctoring.alerts", "{alert}", "Alerts raised, by type.");
        _scoringLag = meter.CreateHistogram<double>(
            "proctoring.scoring.lag", "ms", "Time from the acceptance of a request's events until they are stored with their scores.");
        _scoringRetrying = meter.CreateHistogram<double>(
            "proctoring.scoring.retrying", "ms", "With each failure of a batch, for how long its partition has been trying again.");
        _reportDuration = meter.CreateHistogram<double>(
            "proctoring.report.duration", "ms", "Time to read a session, render its report and store the file, by format.");
    }

    public bool MeasuresScoringLag => _scoringLag.Enabled;

    public void Accepted(int events) => _accepted.Add(events);

    /// <param name="events">How many; 1 for a request whose events could not be counted.</param>
    /// <param name="reason">Of few: the last part of the problem's type in the reply (<see cref="ProblemException.Slug"/>).</param>
    public void Refused(int events, string reason) => _refused.Add(events, new KeyValuePair<string, object?>("reason", reason));

    public void Scored(int events) => _scored.Add(events);

    /// <param name="reason">Of few: without what varies from event to event.</param>
    public void DeadLetters(int letters, string reason) => _deadLetters.Add(letters, new KeyValuePair<string, object?>("reason", reason));

    public void Alert(string type) => _alerts.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>A message's events are stored. Instances' clocks differ: less than nothing counts as 0.</summary>
    public void ScoringLag(TimeSpan lag) => _scoringLag.Record(Math.Max(0, lag.TotalMilliseconds));

    /// <summary>A batch failed and comes again.</summary>
    public void ScoringRetrying(TimeSpan since) => _scoringRetrying.Record(Math.Max(0, since.TotalMilliseconds));

    /// <param name="format"><c>pdf</c>, <c>csv</c> or <c>json</c>.</param>
    public void ReportDuration(TimeSpan duration, string format) =>
        _reportDuration.Record(duration.TotalMilliseconds, new KeyValuePair<string, object?>("format", format));
}
