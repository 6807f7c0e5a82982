namespace Proctoring.Domain.Sessions;

/// <summary>What somebody wants of a session. Carries its time: the domain has no clock.</summary>
public abstract record SessionCommand
{
    private SessionCommand(Actor by, DateTimeOffset at) => (By, At) = (by, at);

    public Actor By { get; }
    public DateTimeOffset At { get; }

    public sealed record CheckIn(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    /// <param name="Early">How long before the time that the session is planned for its candidate may begin. Others may at any time.</param>
    public sealed record Start(Actor By, DateTimeOffset At, TimeSpan Early = default) : SessionCommand(By, At);

    public sealed record Pause(Actor By, DateTimeOffset At, string Reason) : SessionCommand(By, At);

    public sealed record Resume(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    /// <param name="Time">Whole minutes, 1..480.</param>
    public sealed record GrantTime(Actor By, DateTimeOffset At, TimeSpan Time, string Reason) : SessionCommand(By, At)
    {
        public const int MinMinutes = 1;
        public const int MaxMinutes = 480;

        public static bool Allows(TimeSpan time) =>
            time.Ticks % TimeSpan.TicksPerMinute == 0 && time.TotalMinutes is >= MinMinutes and <= MaxMinutes;
    }

    public sealed record Terminate(Actor By, DateTimeOffset At, string Reason) : SessionCommand(By, At);

    /// <param name="Answers">JSON as the candidate sent it.</param>
    public sealed record Submit(Actor By, DateTimeOffset At, string? Answers = null) : SessionCommand(By, At);

    public sealed record TimeOut(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    public sealed record Abandon(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    public sealed record ReportMissing(Actor By, DateTimeOffset At, DateTimeOffset LastSeen) : SessionCommand(By, At);

    public sealed record ReportReturned(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    /// <summary>Gives up a session that nobody has started in all the time that sessions are kept.</summary>
    public sealed record Expire(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    public sealed record FinalizeSession(Actor By, DateTimeOffset At) : SessionCommand(By, At);

    /// <summary>A reviewer's verdict. A later one takes the place of an earlier one, which stays in the history.</summary>
    public sealed record Review(Actor By, DateTimeOffset At, ReviewDecision Decision, string? Note = null) : SessionCommand(By, At);
}
