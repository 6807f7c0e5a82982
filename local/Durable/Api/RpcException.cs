namespace Grpc.Core;

/// <summary>
/// What the client throws when an instance cannot take an event or command: the real client reaches the host by gRPC
/// and lets its errors through.
/// </summary>
public class RpcException : Exception
{
    public RpcException(Status status)
        : base($"Status(StatusCode=\"{status.StatusCode}\", Detail=\"{status.Detail}\")") => Status = status;

    public Status Status { get; }

    public StatusCode StatusCode => Status.StatusCode;
}

/// <summary>A gRPC call's outcome.</summary>
public struct Status
{
    public Status(StatusCode statusCode, string detail)
    {
        StatusCode = statusCode;
        Detail = detail;
    }

    public StatusCode StatusCode { get; }

    public string Detail { get; }
}

/// <summary>The outcomes that the durable task host reports, and those of a host that is not there.</summary>
public enum StatusCode
{
    OK = 0,
    Unknown = 2,
    NotFound = 5,
    FailedPrecondition = 9,
    Internal = 13,
    Unavailable = 14,
}
