using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Ends a session whose candidate was not heard of for longer than its policy allows. Runs when everything accepted so
/// far is scored; if something was heard after all, the decision is: not yet.
/// </summary>
sealed class EndSilentSession(SessionCommands commands, SessionOptions options, TimeProvider clock)
{
    [Function(nameof(EndSilentSession))]
    public async Task<LifecycleView> RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation)
    {
        var outcome = await commands.ExecuteAsync(
            session, (_, at) => new SessionCommand.Abandon(Actor.System, at), null, cancellation);
        return LifecycleView.Of(outcome?.Session, options, clock.GetUtcNow());
    }
}
