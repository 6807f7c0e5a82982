namespace Proctoring.Domain.Alerts;

/// <summary>What has been raised of one alert type in an hour, by the server's clock: no client can stretch it.</summary>
/// <param name="Start">When the hour began (UTC ticks): with the first alert that was raised in none; 0 before any.</param>
/// <param name="Shown">Alerts of their own.</param>
/// <param name="Summary">Number of the alert that stands for all further ones; 0 when there is none.</param>
/// <param name="Folded">How many it stands for.</param>
internal readonly record struct AlertHour(long Start, int Shown, int Summary, int Folded)
{
    /// <summary>Alerts of a type that are shown one by one within an hour.</summary>
    internal const int MostShown = 20;

    internal bool IsOver(long at) => Start == 0 || at - Start >= TimeSpan.TicksPerHour;
}
