namespace Proctoring.Functions.Tests.Realtime;

/// <summary>A SignalR service that is there and takes no message, ever.</summary>
sealed class SilentService : PlayedService
{
    readonly TaskCompletionSource _never = new();
    int _asked;

    /// <summary>How many messages it was given.</summary>
    public int Asked => _asked;

    protected override Task TakeAsync(object message)
    {
        Interlocked.Increment(ref _asked);
        return _never.Task;
    }
}
