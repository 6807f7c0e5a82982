using System.Globalization;
using System.Text;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;

namespace Proctoring.Benchmarks;

/// <summary>One candidate's exam: 10,000 events of all kinds in messages of 100, as the stream brings them.</summary>
internal sealed class Workload
{
    internal const int MessageSize = 100;
    internal const int Messages = 100;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal Workload()
    {
        var random = new Random(1);
        for (var message = 0; message < Messages; message++)
        {
            var json = new StringBuilder("[");
            for (var i = 0; i < MessageSize; i++)
            {
                if (i > 0)
                    json.Append(',');
                Append(json, message * MessageSize + i + 1, random);
            }

            var body = Encoding.UTF8.GetBytes(json.Append(']').ToString());
            Bodies.Add(body);
            Requests.Add([.. "{\"events\":"u8, .. body, .. "}"u8]);
            Events.Add([.. EventReader.ReadArray(body).Accepted.Select(accepted => accepted.Event)]);
        }

        var plan = new SessionPlan(
            SessionId.Parse("session"), OrganizationId.Parse("organization"), UserId.Parse("candidate"), ExamId.Parse("exam"),
            TimeSpan.FromHours(3), Accommodations.None, Policy.Default, new Baseline(50, 400, 60), null);
        var by = Actor.Candidate(plan.CandidateId);
        var scheduled = SessionRecord.Schedule(plan, by, Start).Record;
        Started = scheduled.Apply(((Decision.Accepted)scheduled.Decide(new SessionCommand.Start(by, Start))).Facts);
        Scored = Score();
    }

    internal List<byte[]> Bodies { get; } = [];
    internal List<byte[]> Requests { get; } = [];
    internal List<ProctoringEvent[]> Events { get; } = [];
    internal SessionRecord Started { get; }

    /// <summary>The session after all events.</summary>
    internal SessionRecord Scored { get; }

    internal static DateTimeOffset At(int message) => Start + TimeSpan.FromMinutes(message + 1);

    internal SessionRecord Score()
    {
        var record = Started;
        for (var message = 0; message < Messages; message++)
            record = record.Ingest(new("0", message, At(message)), At(message), Events[message]).Next;
        return record;
    }

    internal SessionRecord ReadAndScore()
    {
        var record = Started;
        for (var message = 0; message < Messages; message++)
        {
            var read = EventReader.ReadArray(Bodies[message]).Accepted;
            var events = new ProctoringEvent[read.Count];
            for (var i = 0; i < events.Length; i++)
                events[i] = read[i].Event;
            record = record.Ingest(new("0", message, At(message)), At(message), events).Next;
        }

        return record;
    }

    internal int Check()
    {
        var accepted = 0;
        for (var message = 0; message < Messages; message++)
            accepted += EventReader.Check(Requests[message], At(message)).Accepted.Count;
        return accepted;
    }

    private static void Append(StringBuilder json, int seq, Random random)
    {
        var type = EventType.All[random.Next(EventType.All.Count)];
        var at = Start + TimeSpan.FromSeconds(seq * 0.6);
        json.Append(CultureInfo.InvariantCulture,
            $$"""{"id":"{{new Guid(seq, 0, 0, new byte[8]):D}}","type":"{{type.Name}}","occurredAt":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","seq":{{seq}}""");
        json.Append(type.Name switch
        {
            EventTypeNames.FocusLost => ",\"durationMs\":1500",
            EventTypeNames.TypingSample => ",\"data\":{\"wpm\":52.5,\"keys\":130}",
            EventTypeNames.MouseSample => ",\"data\":{\"pxPerSecond\":410.25,\"clicks\":3}",
            EventTypeNames.AnswerTiming => ",\"data\":{\"questionId\":\"q-7\",\"seconds\":58}",
            EventTypeNames.ObjectDetected => ",\"confidence\":0.93,\"label\":\"cell phone\"",
            _ => "",
        });
        json.Append('}');
    }
}
