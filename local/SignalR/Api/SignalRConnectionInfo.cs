namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a client connects to, and with what.</summary>
public class SignalRConnectionInfo
{
    public string? Url { get; set; }

    public string? AccessToken { get; set; }
}
