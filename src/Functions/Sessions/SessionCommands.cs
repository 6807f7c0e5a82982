using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The way of every command on a session: load, decide, save the facts as history, then bring the index up to date,
/// push <c>session</c> and wake the lifecycle.
/// </summary>
/// <remarks>
/// A crash after the save leaves those three undone. Whoever repeats the command does them again; without a repeat the
/// lifecycle and the sweep repair the index and the lifecycle (see there), and clients hear of the next change.
/// </remarks>
sealed partial class SessionCommands(
    SessionStore store, SessionIndex index, Push push, TimeProvider clock, ILogger<SessionCommands> logger)
{
    /// <summary>Executes a user's command; the replies to what cannot be done are thrown as problems.</summary>
    /// <param name="rows">Further rows to save along, if the command is accepted and not a repetition.</param>
    public async Task<SessionRecord> ExecuteAsync(
        HttpRequest request, CurrentUser user, string session, DurableTaskClient durable,
        Func<Actor, DateTimeOffset, SessionCommand> command,
        IReadOnlyCollection<TableTransactionAction>? rows = null)
    {
        if (!SessionId.TryParse(session, out var id))
            throw Problem.NotFound("session");
        var by = Policies.OwnCandidate.Allows(user) ? Actor.Candidate(user.Id) : Actor.User(user.Id);
        var outcome = await ThrowingProblemsAsync(
            () => ExecuteAsync(id, durable, Decide, rows ?? [], request.HttpContext.RequestAborted));
        return outcome.Refusal is { } refusal ? throw Problem.Refused(refusal.Reason, refusal.NotBefore) : outcome.Session;

        SessionCommand Decide(SessionRecord record)
        {
            user.RequireAccess(record.Plan);
            request.RequireMatch(record.LifecycleVersion);
            return command(by, clock.GetUtcNow());
        }
    }

    /// <summary>
    /// Changes a session's score by hand, which is not part of its lifecycle; no fact from the change: nothing to do.
    /// </summary>
    public async Task<SessionRecord> ChangeScoreAsync(
        HttpRequest request, CurrentUser user, string session, Func<SessionRecord, (SessionRecord Record, SessionFact? Fact)> change)
    {
        if (!SessionId.TryParse(session, out var id))
            throw Problem.NotFound("session");
        var changed = await ThrowingProblemsAsync(() => store.ChangeAsync(id, Decide, request.HttpContext.RequestAborted));
        var record = changed.Session.Record;
        await TryAsync(record, "score", () => push.ScoreAsync(record).WaitAsync(Push.Patience));
        return record;

        ValueTask<SessionChange?> Decide(SessionRecord before)
        {
            user.RequireAccess(before.Plan);
            request.RequireMatch(before.LifecycleVersion);
            return ValueTask.FromResult(change(before) is (var after, { } fact) ? new SessionChange(after, [fact], []) : null);
        }
    }

    /// <summary>Executes a command of the system itself. Null when there is no such session.</summary>
    /// <param name="durable">Not given by the lifecycle, which need not be told of what it does itself.</param>
    public Task<CommandOutcome?> ExecuteAsync(
        SessionId id, Func<SessionRecord, DateTimeOffset, SessionCommand> command, DurableTaskClient? durable,
        CancellationToken cancellation) =>
        ExecuteAsync(id, durable, record => command(record, clock.GetUtcNow()), [], cancellation);

    async Task<CommandOutcome?> ExecuteAsync(
        SessionId id, DurableTaskClient? durable, Func<SessionRecord, SessionCommand> command,
        IReadOnlyCollection<TableTransactionAction> rows, CancellationToken cancellation)
    {
        Refusal? refusal = null;
        var changed = await store.ChangeAsync(id, DecideAsync, cancellation);
        if (changed is null)
            return null;
        var session = changed.Session.Record;
        if (refusal is not null)
            return new CommandOutcome(session, [], refusal);

        // Also after a repetition: the first may have been cut short right here. Not to be cancelled any more.
        await AnnounceAsync(session, durable);
        return new CommandOutcome(session, changed.Facts, null);

        async ValueTask<SessionChange?> DecideAsync(SessionRecord record)
        {
            Tracing.Concerns(id, record.Plan.OrganizationId);
            var decision = record.Decide(command(record));
            refusal = (decision as Decision.Refused)?.Refusal;
            if (decision is not Decision.Accepted { Facts: { Count: > 0 } facts })
                return null;
            var after = record.Apply(facts);
            if (durable is not null && IsAhead(record.Session) && !IsAhead(after.Session))
                await SessionLifecycle.EnsureAsync(durable, id, cancellation);
            return new SessionChange(after, facts, rows);
        }
    }

    static bool IsAhead(Session session) => session is Session.Scheduled or Session.Ready;

    /// <summary>
    /// Brings everybody up to date with a session as it is stored. Never fails: each part is repaired later.
    /// </summary>
    public async Task AnnounceAsync(SessionRecord session, DurableTaskClient? durable)
    {
        await TryAsync(session, "index", () => index.ProjectAsync(session, CancellationToken.None));
        await TryAsync(session, "push", () => push.SessionAsync(session).WaitAsync(Push.Patience));
        if (durable is not null && IndexRow.IsActive(session.Session))
        {
            await TryAsync(
                session, "lifecycle", () => SessionLifecycle.ChangedAsync(durable, session.Id, logger, CancellationToken.None));
        }
    }

    async Task TryAsync(SessionRecord session, string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failure)
        {
            Log.NotAnnounced(logger, session.Id, session.Plan.OrganizationId, what, failure);
        }
    }

    static async Task<T> ThrowingProblemsAsync<T>(Func<Task<T?>> act)
        where T : class
    {
        try
        {
            return await act() ?? throw Problem.NotFound("session");
        }
        catch (SessionConflictException)
        {
            throw Problem.Conflict("The session is changing too fast; try again.");
        }
    }

    static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "Session {SessionId} ({OrganizationId}) is saved, but its {What} is not up to date yet")]
        public static partial void NotAnnounced(
            ILogger logger, SessionId sessionId, OrganizationId organizationId, string what, Exception exception);
    }
}

/// <summary>What became of a command: the facts, none for a repetition, or a refusal.</summary>
sealed record CommandOutcome(SessionRecord Session, IReadOnlyList<SessionFact> Facts, Refusal? Refusal);
