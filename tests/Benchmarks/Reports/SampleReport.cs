using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Events;
using Proctoring.Functions.Reports;

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

    public static ReportContent Of(int events, string candidate = "Ana Lucía Fernández Ibáñez", bool withOverride = false) =>
        Of(Events(events), candidate, withOverride);

    /// <summary>With these events, which are kept packed in pages as storage keeps them.</summary>
    public static ReportContent Of(IEnumerable<ScoredEvent> events, string candidate = "Ana Lucía Fernández Ibáñez", bool withOverride = false)
    {
        var (rows, counts) = (new List<TableEntity>(), new Dictionary<string, int>());
        foreach (var batch in events.Chunk(1_000))
        {
            using var pages = new PageWriter();
            foreach (var scored in batch)
            {
                pages.Add(scored);
                counts[scored.Event.Type.Name] = counts.GetValueOrDefault(scored.Event.Type.Name) + 1;
            }

            rows.AddRange(pages.Complete(rows.Count).Select(page => (TableEntity)page.ToAction(Session).Entity));
        }

        var stored = new ReportEvents(_ => rows.Select(EventPage.Read).ToAsyncEnumerable(), rows.Count);
        var (totals, evidence) = stored.SumAsync(default).GetAwaiter().GetResult();
        return new(Report(totals, counts, evidence, candidate, withOverride), stored);
    }

    static SessionReport Report(EventTotals totals, Dictionary<string, int> counts, Evidence evidence, string candidate, bool withOverride)
    {
        var deductions = totals.Deductions();
        var computed = Math.Max(0, 100 - deductions.Sum(rule => rule.Points));
        var score = withOverride ? 90 : computed;
        return new SessionReport
        {
            Id = ReportId.Parse("r-01HQ91C7Q0J8S4N2E6Y3A5G7KM"),
            CreatedAt = End.AddSeconds(4),
            AsOf = End.AddSeconds(4),
            Version = 1,
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
                deductions),
            Risk = new(0.46, RiskLevel.Medium,
            [
                new("typing", 0.2, 0.6, "58 words a minute against 36 in the baseline: 61 % faster"),
                new("tabSwitches", 0.3, 0.5, "4 switches to another tab"),
                new("mouse", 0.15, 0, "212 pixels a second against 230 in the baseline"),
                new("answerSpeed", 0.2, 0.8, "9 seconds an answer against 41 in the baseline: 22 %"),
                new("focusLoss", 0.15, 0.3, "37 seconds without focus in all"),
            ]),
            Missing = new(0, []),
            Listed = totals.Count,
            Statistics = new(totals.Count, counts, new Dictionary<string, int>(), []),
            Pauses = [new(Start.AddMinutes(41), Start.AddMinutes(47.6))],
            Absences = [new(Start.AddMinutes(88), Start.AddMinutes(90.2))],
            History = History(),
            Alerts = totals.Count == 0 ? [] : Alerts(),
            Evidence = evidence,
        };
    }

    public static IEnumerable<ScoredEvent> Events(int count)
    {
        var random = new Random(20260309);
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
                Data = type.Name switch
                {
                    EventTypeNames.TypingSample => Json($$"""{"wpm":{{random.Next(20, 300)}}}"""),
                    EventTypeNames.MouseSample => Json($$"""{"pxPerSecond":{{random.Next(20, 300)}}}"""),
                    EventTypeNames.AnswerTiming => Json($$"""{"questionId":"q{{random.Next(40)}}","seconds":{{random.Next(20, 300)}}}"""),
                    EventTypeNames.ObjectDetected => Json("""{"object":"phone","box":[412,220,96,188]}"""),
                    _ => default,
                },
            };
            var (points, rule) = type.Name switch
            {
                EventTypeNames.MultipleFaces => (20, "MULTIPLE_FACES: −20 points (medium policy, version 3)"),
                EventTypeNames.LookingAway => (5, "LOOKING_AWAY: −5 points (medium policy, version 3)"),
                EventTypeNames.EyeClosed => (0, "EYE_CLOSED: 0 points, exempted by an accommodation"),
                _ => (0, $"{type.Name}: 0 points (medium policy, version 3)"),
            };
            yield return new(scored, at.AddMilliseconds(180), i % 211 == 210, points, rule);
        }
    }

    static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

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
