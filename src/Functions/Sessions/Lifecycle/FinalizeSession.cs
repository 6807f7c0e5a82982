using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>Closes an ended session: what is scored now is all there ever will be.</summary>
sealed class FinalizeSession(SessionCommands commands, SessionOptions options, TimeProvider clock)
{
    [Function(nameof(FinalizeSession))]
    public async Task<LifecycleView> RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation)
    {
        var outcome = await commands.ExecuteAsync(
            session, (_, at) => new SessionCommand.FinalizeSession(Actor.System, at), null, cancellation);
        return LifecycleView.Of(outcome?.Session, options, clock.GetUtcNow());
    }
}
