using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

sealed class SendDrainMarker(DrainMarker marker)
{
    public sealed record Input(SessionId Session, string Reason);

    [Function(nameof(SendDrainMarker))]
    public Task RunAsync([ActivityTrigger] Input input, CancellationToken cancellation) =>
        marker.SendAsync(input.Session, input.Reason, cancellation);
}
