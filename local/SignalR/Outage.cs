namespace Proctoring.Local.SignalR;

/// <summary>
/// Has the service take nothing from the application, as <c>/local/signalr</c> says. Its clients stay connected; tests want to see what they then do not hear.
/// </summary>
sealed class Outage
{
    volatile bool _isOn;

    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <exception cref="HttpRequestException">There is one.</exception>
    public void ThrowIfThereIsOne()
    {
        if (_isOn) throw Refusal();
    }

    public static HttpRequestException Refusal() => new("The local SignalR service takes nothing at the moment: so it was told at /local/signalr.");
}
