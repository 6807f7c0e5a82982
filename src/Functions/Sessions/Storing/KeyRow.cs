using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The row <c>k:{user}:{key}</c> of a session: what a command with an <see cref="IdempotencyKey"/> was answered, written in the
/// transaction that carried it out. Stays as long as the session: there are no more of them than commands.
/// </summary>
static class KeyRow
{
    public static string Key(IdempotencyKey key) => $"k:{key.Row}";

    /// <param name="after">The session as it will be saved, but for its version.</param>
    public static (TableTransactionAction Row, KeptReply Reply) Write(IdempotencyKey key, SessionRecord after, CurrentUser user)
    {
        var session = after with { Version = after.Version + 1 };
        var reply = KeptReply.Of(key, StatusCodes.Status200OK, SessionView.Of(session, user), session.LifecycleVersion);
        return (new(TableTransactionActionType.Add, reply.Write(new(session.Id.Value, Key(key)))), reply);
    }
}
