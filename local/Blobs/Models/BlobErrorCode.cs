namespace Azure.Storage.Blobs.Models;

/// <summary>The service's error codes, as <see cref="RequestFailedException.ErrorCode"/> carries them.</summary>
public readonly struct BlobErrorCode : IEquatable<BlobErrorCode>
{
    readonly string _value;

    public BlobErrorCode(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    public static BlobErrorCode AuthenticationFailed { get; } = new("AuthenticationFailed");

    public static BlobErrorCode AuthorizationFailure { get; } = new("AuthorizationFailure");

    public static BlobErrorCode BlobAlreadyExists { get; } = new("BlobAlreadyExists");

    public static BlobErrorCode BlobNotFound { get; } = new("BlobNotFound");

    public static BlobErrorCode ConditionNotMet { get; } = new("ConditionNotMet");

    public static BlobErrorCode ContainerAlreadyExists { get; } = new("ContainerAlreadyExists");

    public static BlobErrorCode ContainerBeingDeleted { get; } = new("ContainerBeingDeleted");

    public static BlobErrorCode ContainerNotFound { get; } = new("ContainerNotFound");

    public static BlobErrorCode InvalidRange { get; } = new("InvalidRange");

    public static BlobErrorCode ResourceNotFound { get; } = new("ResourceNotFound");

    public static BlobErrorCode ServerBusy { get; } = new("ServerBusy");

    public static implicit operator BlobErrorCode(string value) => new(value);

    public static bool operator ==(BlobErrorCode left, BlobErrorCode right) => left.Equals(right);

    public static bool operator !=(BlobErrorCode left, BlobErrorCode right) => !left.Equals(right);

    public bool Equals(BlobErrorCode other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is BlobErrorCode other && Equals(other);

    public override int GetHashCode() => (_value ?? "").GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _value ?? "";
}
