using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Ends a session whose time is over. If it was given time or paused meanwhile, the decision is: not yet.
/// </summary>
sealed class EndOverdueSession(SessionCommands commands, SessionOptions options, TimeProvider clock)
{
    [Function(nameof(EndOverdueSession))]
    public async Task<LifecycleView> RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation)
    {
        var outcome = await commands.ExecuteAsync(
            session, (_, at) => new SessionCommand.TimeOut(Actor.System, at), null, cancellation);
        return LifecycleView.Of(outcome?.Session, options, clock.GetUtcNow());
    }
}
