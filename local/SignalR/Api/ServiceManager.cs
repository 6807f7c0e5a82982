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

public class ServiceManagerOptions
{
    internal ObjectSerializer? Serializer { get; private set; }

    /// <summary>How the arguments of messages become JSON.</summary>
    public void UseJsonObjectSerializer(ObjectSerializer objectSerializer) => Serializer = objectSerializer;
}
