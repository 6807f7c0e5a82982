using System.Globalization;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Alerts;

/// <summary>The alert rules, while a batch runs past them.</summary>
internal sealed class AlertDraft(AlertMemory memory, SessionId session, ScoringRules rules)
{
    private readonly long[] _latest = [.. memory.LatestByIndex];
    private int _total = memory.Total;
    private bool _mediumRisk = memory.MediumRisk;
    private bool _highRisk = memory.HighRisk;
    private int _integrityLines = memory.IntegrityLines;
    private List<Alert>? _raised;

    internal IReadOnlyList<Alert> Raised => _raised is null ? [] : _raised;

    internal int Count => _raised?.Count ?? 0;

    /// <summary>An episode of a type begins when it comes after the policy's quiet time without it.</summary>
    internal void OnEvent(ProctoringEvent e, double risk)
    {
        ref var latest = ref _latest[e.Type.Index];
        var at = e.OccurredAt.UtcTicks;
        var begins = latest == 0 || at - latest > rules.QuietTicks;
        if (at > latest)
            latest = at;
        if (begins)
            Raise(e, e.Type.Name, e.Type.Severity, EpisodeMessages.For(e), risk);
    }

    internal void OnIntegrity(ProctoringEvent e, int before, int after, double risk)
    {
        var lines = rules.Lines.Integrity;
        var passed = _integrityLines;
        while (passed < lines.Count && after < lines[passed])
            passed++;
        if (passed == _integrityLines)
            return;
        _integrityLines = passed;
        var severity = passed == lines.Count ? Severity.Critical : passed == 1 ? Severity.Medium : Severity.High;
        Raise(e, AlertTypes.Integrity, severity, Text($"Integrity fell from {before} to {after}, below {lines[passed - 1]}"), risk);
    }

    /// <summary>One alert when a line is crossed upwards, the higher one if both are; armed again some way below the line.</summary>
    internal void OnRisk(ProctoringEvent e, double before, double risk)
    {
        var lines = rules.Lines;
        if (risk >= lines.HighRisk && !_highRisk)
        {
            _highRisk = _mediumRisk = true;
            Raise(e, AlertTypes.RiskHigh, Severity.High, Text($"Risk rose from {before:0.00} to {risk:0.00}, to the high level"), risk);
        }
        else if (risk >= lines.MediumRisk && !_mediumRisk)
        {
            _mediumRisk = true;
            Raise(e, AlertTypes.RiskMedium, Severity.Medium, Text($"Risk rose from {before:0.00} to {risk:0.00}, to the medium level"), risk);
        }

        _highRisk &= risk > lines.HighRearm;
        _mediumRisk &= risk > lines.MediumRearm;
    }

    internal AlertMemory ToMemory() => memory with
    {
        Total = _total,
        Open = memory.Open + Count,
        MediumRisk = _mediumRisk,
        HighRisk = _highRisk,
        IntegrityLines = _integrityLines,
        LatestByIndex = _latest,
    };

    private void Raise(ProctoringEvent e, string type, Severity severity, string message, double risk)
    {
        if (_total >= AlertMemory.MaxAlerts)
            return;
        _total++;
        if (_total == AlertMemory.MaxAlerts)
            message += Text($" (alert {_total} of this session: no more will be raised)");
        var id = AlertId.Parse(Text($"{session}-{_total:D4}"));
        (_raised ??= []).Add(new(id, session, type, severity, message, risk, e.OccurredAt, [e.Id]));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
