using Proctoring.Local.Durable;
using Proctoring.Local.EventHubs;
using Proctoring.Local.SignalR;
using Proctoring.Local.Telemetry;

namespace Proctoring.Local.Host;

static class Parts
{
    /// <summary>Every part of the local platform, in the order of start.</summary>
    public static IReadOnlyList<ILocalPart> All() =>
    [
        new ClockPart(),
        new TelemetryPart(),
        new StoragePart(),
        new TimerPart(),
        new EventHubsPart(),
        new DurablePart(),
        new SignalRPart(),
        new PagesPart(),
    ];
}
