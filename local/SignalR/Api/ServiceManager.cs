using Azure.Core.Serialization;

namespace Microsoft.Azure.SignalR.Management;

public class ServiceManagerBuilder
{
    internal ServiceManagerOptions Options { get; } = new();

    public ServiceManagerBuilder WithOptions(Action<ServiceManagerOptions> configure)
    {
        configure(Options);
        return this;
    }
}

/// <summary>How an application reaches the service.</summary>
public enum ServiceTransportType
{
    /// <summary>By a request a message. What the service does not take throws.</summary>
    Transient,

    /// <summary>Over connections that stay open. What the service does not take is lost, and the call succeeds.</summary>
    Persistent,
}

public class ServiceManagerOptions
{
    internal ServiceTransportType? ChosenTransport { get; private set; }

    public ServiceTransportType ServiceTransportType
    {
        get => ChosenTransport ?? ServiceTransportType.Transient;
        set => ChosenTransport = value;
    }

    /// <summary>How long a request to the service may take. Here, where service and application are one process, none takes any time.</summary>
    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    internal ObjectSerializer? Serializer { get; private set; }

    /// <summary>How the arguments of messages become JSON.</summary>
    public void UseJsonObjectSerializer(ObjectSerializer objectSerializer) => Serializer = objectSerializer;
}
