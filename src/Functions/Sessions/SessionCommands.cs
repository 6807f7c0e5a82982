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
    /// <summary>
    /// Executes a user's command and replies with the session. With an <see cref="IdempotencyKey"/> a repetition is replied to as the
    /// first was; only what was refused is decided anew. What cannot be done is thrown as a problem.
    /// </summary>
    /// <param name="body">What was read of the request's body.</param>
    public async Task<IResult> AnswerAsync<TBody>(
        HttpRequest request, CurrentUser user, string session, DurableTaskClient durable, TBody body,
        Func<Actor, DateTimeOffset, SessionCommand> command)
    {
        var asked = new Asked(request, user, IdempotencyKey.Read(request, user, body));
        return Answer(await ExecuteAsync(asked, session, durable, command, []), user);
    }

    /// <summary>
    /// Executes a user's command that may be repeated whenever one likes: its second time changes nothing, and is answered with the
    /// session as it is now.
    /// </summary>
    /// <param name="rows">Further rows to save along, if the command is accepted and not a repetition.</param>
    public async Task<SessionRecord> ExecuteAsync(
        HttpRequest request, CurrentUser user, string session, DurableTaskClient durable,
        Func<Actor, DateTimeOffset, SessionCommand> command,
        IReadOnlyCollection<TableTransactionAction>? rows = null) =>
        (await ExecuteAsync(new(request, user, null), session, durable, command, rows ?? [])).Session;

    /// <summary>
    /// As <see cref="AnswerAsync"/>, for a change of the score by hand, which is not part of the lifecycle. No fact: nothing to do.
    /// </summary>
    public async Task<IResult> AnswerScoreAsync<TBody>(
        HttpRequest request, CurrentUser user, string session, TBody body, Func<SessionRecord, (SessionRecord Record, SessionFact? Fact)> change)
    {
        var asked = new Asked(request, user, IdempotencyKey.Read(request, user, body));
        var outcome = await ThrowingProblemsAsync(() => ChangeAsync(
            Parse(session), asked,
            record => new Decision.Accepted(change(record).Fact is { } fact ? [fact] : []), [], null, request.HttpContext.RequestAborted));
        await TryAsync(outcome.Session, "score", () => push.ScoreAsync(outcome.Session).WaitAsync(Push.Patience));
        return Answer(outcome, user);
    }

    /// <summary>Executes a command of the system itself. Null when there is no such session.</summary>
    /// <param name="durable">Not given by the lifecycle, which need not be told of what it does itself.</param>
    public async Task<CommandOutcome?> ExecuteAsync(
        SessionId id, Func<SessionRecord, DateTimeOffset, SessionCommand> command, DurableTaskClient? durable,
        CancellationToken cancellation)
    {
        var outcome = await ChangeAsync(
            id, null, record => record.Decide(command(record, clock.GetUtcNow())), [], durable, cancellation);
        // Also after a repetition: the first may have been cut short right here. Not to be cancelled any more.
        if (outcome is { Refusal: null }) await AnnounceAsync(outcome.Session, durable);
        return outcome;
    }

    async Task<CommandOutcome> ExecuteAsync(
        Asked asked, string session, DurableTaskClient durable, Func<Actor, DateTimeOffset, SessionCommand> command,
        IReadOnlyCollection<TableTransactionAction> rows)
    {
        var id = Parse(session);
        var by = Policies.OwnCandidate.Allows(asked.User) ? Actor.Candidate(asked.User.Id) : Actor.User(asked.User.Id);
        var outcome = await ThrowingProblemsAsync(() => ChangeAsync(
            id, asked, record => record.Decide(command(by, clock.GetUtcNow())), rows, durable, asked.Request.HttpContext.RequestAborted));
        if (outcome.Refusal is { } refusal) throw Problem.Refused(refusal.Reason, refusal.NotBefore);
        await AnnounceAsync(outcome.Session, durable);
        return outcome;
    }

    /// <summary>Decides and saves.</summary>
    async Task<CommandOutcome?> ChangeAsync(
        SessionId id, Asked? asked, Func<SessionRecord, Decision> decide, IReadOnlyCollection<TableTransactionAction> rows,
        DurableTaskClient? durable, CancellationToken cancellation)
    {
        Refusal? refusal = null;
        KeptReply? reply = null;
        var changed = await store.ChangeAsync(id, DecideAsync, cancellation);
        return changed is null ? null : new CommandOutcome(changed.Session.Record, changed.Facts, refusal, reply);

        async ValueTask<SessionChange?> DecideAsync(SessionRecord record)
        {
            Tracing.Concerns(id, record.Plan.OrganizationId);
            asked?.User.RequireAccess(record.Plan);
            reply = asked?.Key is null ? null : await store.ReplyAsync(id, asked.Key, cancellation);
            if (reply is not null) return null;
            asked?.Request.RequireMatch(record.LifecycleVersion);
            var decision = decide(record);
            refusal = (decision as Decision.Refused)?.Refusal;
            // With a key also what changes nothing is saved: the same command could mean something later.
            if (decision is not Decision.Accepted { Facts: var facts } || (facts.Count == 0 && asked?.Key is null))
                return null;
            var after = record.Apply(facts);
            if (durable is not null && IsAhead(record.Session) && !IsAhead(after.Session))
                await SessionLifecycle.EnsureAsync(durable, id, cancellation);
            if (asked?.Key is not { } key)
                return new SessionChange(after, facts, rows);
            (var row, reply) = KeyRow.Write(key, after, asked.User);
            return new SessionChange(after, facts, [.. rows, row]);
        }
    }

    static IResult Answer(CommandOutcome outcome, CurrentUser user) =>
        outcome.Reply?.ToResult() ?? Reply.Ok(SessionView.Of(outcome.Session, user), outcome.Session.LifecycleVersion);

    static SessionId Parse(string session) => SessionId.TryParse(session, out var id) ? id : throw Problem.NotFound("session");

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

    /// <summary>A user's request, with the key that it may give itself.</summary>
    sealed record Asked(HttpRequest Request, CurrentUser User, IdempotencyKey? Key);
}

/// <summary>What became of a command: the facts, none for a repetition, or a refusal.</summary>
/// <param name="Reply">Of a command with a key: what it is answered, now or when it came first.</param>
sealed record CommandOutcome(SessionRecord Session, IReadOnlyList<SessionFact> Facts, Refusal? Refusal, KeptReply? Reply = null);
