using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>Any session with any events of all types: out of order, with gaps, with repeated numbers or none, and with repeated ids.</summary>
internal static class AnyEvents
{
    private static readonly SessionPlan[] Plans =
    [
        Plan(),
        Plan(Policy.For(Sensitivity.Low), new Baseline(40, 100, 30)),
        Plan(Policy.For(Sensitivity.High), new Baseline(40, null, 30), new Accommodations(0, 0, [EventType.NoFace, EventType.TypingSample])),
        Plan(Policy.For(Sensitivity.High, allowTabSwitch: true), new Baseline(40, 100, 30)),
    ];

    /// <param name="check">Gets a plan, events, and sizes of messages to cut them into.</param>
    internal static void Always(Action<SessionPlan, ProctoringEvent[], byte[]> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll<byte, (byte Type, short Second, byte Number)[], byte[]>((plan, raw, cuts) =>
            check(Plans[plan % Plans.Length], [.. raw.Select(Make)], cuts)));

    internal static ProctoringEvent[][] Cut(ProctoringEvent[] events, byte[] sizes)
    {
        var messages = new List<ProctoringEvent[]>();
        for (var (from, i) = (0, 0); from < events.Length; i++)
        {
            var size = sizes.Length == 0 ? 1 : 1 + sizes[i % sizes.Length] % 20;
            messages.Add([.. events.Skip(from).Take(size)]);
            from += size;
        }

        return [.. messages];
    }

    private static ProctoringEvent Make((byte Type, short Second, byte Number) e, int i) => Event(
        EventType.All[e.Type % EventType.All.Count],
        second: Math.Abs((int)e.Second) + i * 10,
        id: e.Number % 10 == 0 ? $"id-{e.Number}" : $"id-{i}-{e.Number}",
        seq: e.Number % 3 == 0 ? null : i * 2 + e.Number % 7 + 1,
        durationMs: e.Number * 100,
        sample: e.Number);
}
