using System.Globalization;
using System.Numerics;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Alerts;

/// <summary>The alert rules, while a batch runs past them.</summary>
/// <remarks>
/// Nothing that a client says can silence them: an episode ends by the clock of the events or by the server's, whichever
/// says so first, and alerts are bounded by the hour of the server's clock. What goes beyond that is folded into one alert a
/// type, which grows.
/// </remarks>
internal sealed class AlertDraft(AlertMemory memory, SessionId session, ScoringRules rules, DateTimeOffset receivedAt)
{
    private readonly long _received = receivedAt.UtcTicks;
    private readonly long[] _latest = [.. memory.LatestByIndex];
    private readonly long[] _heard = [.. memory.HeardByIndex];
    private int _total = memory.Total;
    private bool _mediumRisk = memory.MediumRisk;
    private bool _highRisk = memory.HighRisk;
    private int _integrityLines = memory.IntegrityLines;
    private Dictionary<string, AlertHour>? _hours;
    private List<Alert>? _raised;
    private List<Alert>? _grown;
    private List<AlertId>? _toPush;

    internal IReadOnlyList<Alert> Raised => _raised is null ? [] : _raised;

    /// <summary>Summaries of before that stand for more now.</summary>
    internal IReadOnlyList<Alert> Grown => _grown is null ? [] : _grown;

    /// <summary>What has to be pushed: all that was raised, and summaries at every doubling.</summary>
    internal IReadOnlyList<AlertId> ToPush => _toPush is null ? [] : _toPush;

    /// <summary>Rows to write.</summary>
    internal int Count => Raised.Count + Grown.Count;

    /// <summary>An episode of a type begins when it comes after the policy's quiet time without it.</summary>
    /// <param name="at">When it occurred, as far as that can be believed.</param>
    internal void OnEvent(ProctoringEvent e, DateTimeOffset at, double risk)
    {
        ref var latest = ref _latest[e.Type.Index];
        ref var heard = ref _heard[e.Type.Index];
        // Also backwards: a clock that was set back starts another episode, it does not hide one.
        var begins = latest == 0 || Math.Abs(at.UtcTicks - latest) > rules.QuietTicks || _received - heard > rules.QuietTicks;
        (latest, heard) = (at.UtcTicks, _received);
        if (begins)
            Raise(e, at, e.Type.Name, e.Type.Severity, EpisodeMessages.For(e), risk);
    }

    internal void OnIntegrity(ProctoringEvent e, DateTimeOffset at, int before, int after, double risk)
    {
        var lines = rules.Lines.Integrity;
        var passed = _integrityLines;
        while (passed < lines.Count && after < lines[passed])
            passed++;
        if (passed == _integrityLines)
            return;
        _integrityLines = passed;
        var severity = passed == lines.Count ? Severity.Critical : passed == 1 ? Severity.Medium : Severity.High;
        Raise(e, at, AlertTypes.Integrity, severity, Text($"Integrity fell from {before} to {after}, below {lines[passed - 1]}"), risk);
    }

    /// <summary>One alert when a line is crossed upwards, the higher one if both are; armed again some way below the line.</summary>
    internal void OnRisk(ProctoringEvent e, DateTimeOffset at, double before, double risk)
    {
        var lines = rules.Lines;
        if (risk >= lines.HighRisk && !_highRisk)
        {
            _highRisk = _mediumRisk = true;
            Raise(e, at, AlertTypes.RiskHigh, Severity.High, Text($"Risk rose from {before:0.00} to {risk:0.00}, to the high level"), risk);
        }
        else if (risk >= lines.MediumRisk && !_mediumRisk)
        {
            _mediumRisk = true;
            Raise(e, at, AlertTypes.RiskMedium, Severity.Medium, Text($"Risk rose from {before:0.00} to {risk:0.00}, to the medium level"), risk);
        }

        _highRisk &= risk > lines.HighRearm;
        _mediumRisk &= risk > lines.MediumRearm;
    }

    /// <summary>The session has sent more events than are kept.</summary>
    internal void OnLimit(ProctoringEvent e, DateTimeOffset at, int limit, double risk) => Raise(
        e, at, AlertTypes.EventLimit, Severity.High,
        Text($"The session sent more than {limit:N0} events: from now on only grave ones are scored, the others are counted"), risk);

    internal AlertMemory ToMemory() => memory with
    {
        Total = _total,
        Open = memory.Open + Raised.Count,
        MediumRisk = _mediumRisk,
        HighRisk = _highRisk,
        IntegrityLines = _integrityLines,
        LatestByIndex = _latest,
        HeardByIndex = _heard,
        Hours = _hours ?? memory.Hours,
    };

    private void Raise(ProctoringEvent e, DateTimeOffset at, string type, Severity severity, string message, double risk)
    {
        _hours ??= new(memory.Hours, StringComparer.Ordinal);
        var hour = _hours.GetValueOrDefault(type);
        var hasRoom = _total < (severity >= Severity.High ? AlertMemory.MaxAlerts : AlertMemory.MaxOrdinary);
        // Without room the hour never ends: there is one summary for all that is still to come.
        if (hasRoom && hour.IsOver(_received))
            hour = new(_received, 0, 0, 0);
        if (hasRoom && hour.Shown < AlertHour.MostShown)
        {
            _hours[type] = hour with { Shown = hour.Shown + 1 };
            Add(new(IdOf(++_total), session, type, severity, message, risk, at, [e.Id]));
            return;
        }

        var isNew = hour.Summary == 0;
        _hours[type] = hour = hour with { Start = hour.Start == 0 ? _received : hour.Start, Summary = isNew ? ++_total : hour.Summary, Folded = hour.Folded + 1 };
        var times = hour.Folded == 1 ? "once more" : Text($"{hour.Folded:N0} more times");
        var summary = new Alert(
            IdOf(hour.Summary), session, type, severity, Text($"{message}; {times} since {new DateTime(hour.Start):HH:mm} UTC"), risk, at, [e.Id], hour.Folded);
        if (isNew)
            Add(summary);
        else
            Grow(summary);
    }

    private void Add(Alert alert)
    {
        (_raised ??= []).Add(alert);
        (_toPush ??= []).Add(alert.Id);
    }

    private void Grow(Alert summary)
    {
        // All of a batch are one row.
        if (!TryReplace(_raised, summary) && !TryReplace(_grown, summary))
            (_grown ??= []).Add(summary);
        if (BitOperations.IsPow2(summary.Count!.Value) && _toPush?.Contains(summary.Id) != true)
            (_toPush ??= []).Add(summary.Id);
    }

    private static bool TryReplace(List<Alert>? alerts, Alert alert)
    {
        var place = alerts?.FindIndex(known => known.Id == alert.Id) ?? -1;
        if (place >= 0)
            alerts![place] = alert;
        return place >= 0;
    }

    private AlertId IdOf(int number) => AlertMemory.IdOf(session, number);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
