using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;

namespace Proctoring.Benchmarks.Reports;

/// <summary>A report of a two-hour session with the given number of events, always the same ones.</summary>
static class SampleReport
{
    static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 4, TimeSpan.Zero);
    static readonly DateTimeOffset End = Start.AddMinutes(118).AddSeconds(31);
    static readonly SessionId Session = SessionId.Parse("s-01HQ8ZJ4T2M6WX3K9V5B7C1D0F");
    static readonly UserId Candidate = UserId.Parse("u-candidate");

    static readonly string?[] Labels =
    [
        null, null, null, "left", "phone", "second person behind the candidate",
        "The window of another application covered the exam: “Notes – Chapter 4, Carbohydrates and their metabolism”",
    ];

    public static SessionReport Of(int events, string candidate = "Ana Lucía Fernández Ibáñez", bool withOverride = false)
    {
        var list = Events(events);
        var counts = list.GroupBy(scored => scored.Event.Type).ToDictionary(type => type.Key.Name, type => type.Count());
        var computed = Math.Max(0, 100 - list.Sum(scored => scored.Deduction));
        var score = withOverride ? 90 : computed;
        return new SessionReport
        {
            Id = ReportId.Parse("r-01HQ91C7Q0J8S4N2E6Y3A5G7KM"),
            CreatedAt = End.AddSeconds(4),
            IsFinal = true,
            Organization = new(OrganizationId.Parse("o-1"), "Universität Łódź – Fakultät für Biowissenschaften"),
            Candidate = new(Candidate, candidate, "ana.fernandez@example.org"),
            Exam = new(ExamId.Parse("x-1"), "Biochemistry II, final examination"),
            Session = new(
                Session, "submitted", Start.AddMinutes(-4), Start, Start.AddMinutes(126), End, 7200, 6710, 300, 401,
                new(20, 0, [EventType.EyeClosed]), new(3, Sensitivity.Medium, false, false),
                withOverride ? new(ReviewDecision.Cleared, "Spoke to the candidate.", "Prof. M. Nowak", End.AddDays(1)) : null),
            Integrity = new(
                score, ReportIntegrity.LevelOf(score), computed,
                withOverride ? new(90, "Prof. M. Nowak", "The camera was mounted badly; the recording shows nobody else.", End.AddHours(3)) : null,
                Totals(list)),
            Risk = new(0.46, RiskLevel.Medium,
            [
                new("typing", 0.2, 0.6, "58 words a minute against 36 in the baseline: 61 % faster"),
                new("tabSwitches", 0.3, 0.5, "4 switches to another tab"),
                new("mouse", 0.15, 0, "212 pixels a second against 230 in the baseline"),
                new("answerSpeed", 0.2, 0.8, "9 seconds an answer against 41 in the baseline: 22 %"),
                new("focusLoss", 0.15, 0.3, "37 seconds without focus in all"),
            ]),
            Statistics = new(list.Count, counts, new Dictionary<string, int>(), []),
            Pauses = [new(Start.AddMinutes(41), Start.AddMinutes(47.6))],
            Absences = [new(Start.AddMinutes(88), Start.AddMinutes(90.2))],
            History = History(),
            Alerts = events == 0 ? [] : Alerts(),
            Evidence = new(events / 100, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)))),
            Events = list,
        };
    }

    static List<ScoredEvent> Events(int count)
    {
        var random = new Random(20260309);
        var list = new List<ScoredEvent>(count);
        for (var i = 0; i < count; i++)
        {
            var type = EventType.All[random.Next(EventType.All.Count)];
            var at = Start + (End - Start) * (i / (double)count);
            var scored = new ProctoringEvent
            {
                Id = EventId.Parse(string.Create(CultureInfo.InvariantCulture, $"e{i}")),
                Type = type,
                OccurredAt = at,
                Seq = i + 1,
                Confidence = type.Severity >= Severity.Low && random.Next(3) > 0 ? random.Next(50, 100) / 100.0 : null,
                DurationMs = type == EventType.FocusLost ? random.Next(200, 90_000) : null,
                Label = type.Severity >= Severity.Medium ? Labels[random.Next(Labels.Length)] : null,
                Sample = type == EventType.TypingSample || type == EventType.MouseSample || type == EventType.AnswerTiming
                    ? random.Next(20, 300) : null,
                QuestionId = type == EventType.AnswerTiming ? $"q{random.Next(40)}" : null,
                Data = type == EventType.ObjectDetected ? """{"object":"phone","box":[412,220,96,188]}"""u8.ToArray() : default,
            };
            var (points, rule) = type.Name switch
            {
                EventTypeNames.MultipleFaces => (20, "MULTIPLE_FACES: −20 points (medium policy, version 3)"),
                EventTypeNames.LookingAway => (5, "LOOKING_AWAY: −5 points (medium policy, version 3)"),
                EventTypeNames.EyeClosed => (0, "EYE_CLOSED: 0 points, exempted by an accommodation"),
                _ => (0, $"{type.Name}: 0 points (medium policy, version 3)"),
            };
            list.Add(new(scored, at.AddMilliseconds(180), i % 211 == 210, points, rule));
        }

        return list;
    }

    static List<DeductionTotal> Totals(List<ScoredEvent> events) =>
    [
        .. events.Where(scored => scored.Deduction > 0).GroupBy(scored => (scored.Event.Type, scored.Reason))
            .Select(rule => new DeductionTotal(rule.Key.Type, rule.Key.Reason, rule.Count(), rule.Sum(scored => scored.Deduction)))
            .OrderByDescending(rule => rule.Points),
    ];

    static List<HistoryEntry> History() =>
    [
        new(Start.AddDays(-6), "sessionScheduled", "Session planned", "Prof. M. Nowak", null),
        new(Start.AddSeconds(-50), "candidateCheckedIn", "Candidate checked in", "Ana Lucía Fernández Ibáñez (candidate)", null),
        new(Start, "sessionStarted", "Session started", "Ana Lucía Fernández Ibáñez (candidate)", null),
        new(Start.AddMinutes(41), "sessionPaused", "Session paused", "Jonas Weber", "Fire alarm in the building; the candidate was asked to leave the room."),
        new(Start.AddMinutes(47.6), "sessionResumed", "Session resumed", "Jonas Weber", null),
        new(Start.AddMinutes(48), "timeGranted", "5 more minutes granted", "Jonas Weber", "fire alarm"),
        new(Start.AddMinutes(89), "candidateMissing", "Candidate missing since 10:28:04", "System", null),
        new(Start.AddMinutes(90.2), "candidateReturned", "Candidate back", "System", null),
        new(End, "sessionSubmitted", "Submitted", "Ana Lucía Fernández Ibáñez (candidate)", null),
        new(End.AddSeconds(2), "sessionFinalized", "All events scored", "System", null),
    ];

    static List<ReportAlert> Alerts() =>
    [
        Alert(1, 17, "MULTIPLE_FACES", Severity.Critical, "More than one face in view", 0.08, new(Start.AddMinutes(18), "Jonas Weber", "A family member walked through the room and left.")),
        Alert(2, 33, "RISK_MEDIUM", Severity.Medium, "Risk rose above 0.3", 0.31, new(Start.AddMinutes(36), "Jonas Weber", null)),
        Alert(3, 64, "OBJECT_DETECTED", Severity.High, "A forbidden object was detected: phone", 0.42, null),
        Alert(4, 66.5, "INTEGRITY", Severity.High, "Integrity fell below 50", 0.44, null),
    ];

    static ReportAlert Alert(int n, double minute, string type, Severity severity, string message, double risk, AlertResolution? resolution) =>
        new(AlertId.Parse($"{Session}-{n}"), Start.AddMinutes(minute), type, severity, message, risk, [], resolution);
}
