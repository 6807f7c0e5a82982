using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Ends and removes some sessions of an organisation to be deleted. True when it found any: there may be more.
/// </summary>
sealed class RemoveSessions(SessionIndex index, SessionCommands commands, SessionRemoval removal)
{
    const int AtATime = 100;
    const int InParallel = 8;

    [Function(nameof(RemoveSessions))]
    public async Task<bool> RunAsync(
        [ActivityTrigger] OrganizationId organization, [DurableClient] DurableTaskClient durable, CancellationToken cancellation)
    {
        List<SessionId> sessions = [];
        await foreach (var found in index.ListAsync(new(organization, null, null, null), null, AtATime, cancellation))
        {
            sessions.Add(found.Id);
            if (sessions.Count == AtATime) break;
        }

        await Parallel.ForEachAsync(
            sessions,
            new ParallelOptions { MaxDegreeOfParallelism = InParallel, CancellationToken = cancellation },
            async (session, _) =>
            {
                await EndAsync(session, cancellation);
                await removal.RunAsync(organization, session, cancellation);
                await SessionLifecycle.StopAsync(durable, session, cancellation);
            });
        return sessions.Count > 0;
    }

    /// <summary>
    /// Whoever sits in it is told, and what it still sends goes to the dead letters. Refused when it has ended; what cannot be read cannot
    /// be ended either, and is removed as it is.
    /// </summary>
    async Task EndAsync(SessionId session, CancellationToken cancellation)
    {
        try
        {
            await commands.ExecuteAsync(
                session, (_, at) => new SessionCommand.Terminate(Actor.System, at, "The organisation is being deleted."), null, cancellation);
        }
        catch (UnreadableSessionException)
        {
        }
    }
}
