using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Proctoring.Domain;

/// <summary>An opaque identifier: 1 to <see cref="MaxLength"/> of <c>A-Z a-z 0-9 . _ -</c>, so it is safe in URLs and table keys.</summary>
public interface IIdentifier<TSelf> where TSelf : struct, IIdentifier<TSelf>
{
    static abstract int MaxLength { get; }
    string Value { get; }
    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf id);
}

/// <summary>The characters that every identifier is made of.</summary>
public static class IdentifierText
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    internal static bool IsValid([NotNullWhen(true)] string? text, int maxLength) =>
        text is { Length: > 0 } && text.Length <= maxLength && !text.AsSpan().ContainsAnyExcept(Allowed);

    private static readonly SearchValues<byte> AllowedUtf8 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    internal static bool IsValid(ReadOnlySpan<byte> text, int maxLength) =>
        text.Length > 0 && text.Length <= maxLength && !text.ContainsAnyExcept(AllowedUtf8);

    internal static FormatException Invalid(string kind) => new($"Not a valid {kind}.");
}

/// <summary>A tenant.</summary>
[JsonConverter(typeof(IdentifierConverter<OrganizationId>))]
public readonly record struct OrganizationId : IIdentifier<OrganizationId>
{
    private readonly string? _value;
    private OrganizationId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static OrganizationId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(OrganizationId));

    public static bool TryParse([NotNullWhen(true)] string? text, out OrganizationId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>A person with an account.</summary>
[JsonConverter(typeof(IdentifierConverter<UserId>))]
public readonly record struct UserId : IIdentifier<UserId>
{
    private readonly string? _value;
    private UserId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static UserId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(UserId));

    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>An exam.</summary>
[JsonConverter(typeof(IdentifierConverter<ExamId>))]
public readonly record struct ExamId : IIdentifier<ExamId>
{
    private readonly string? _value;
    private ExamId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static ExamId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(ExamId));

    public static bool TryParse([NotNullWhen(true)] string? text, out ExamId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>One candidate's attempt at an exam or interview.</summary>
[JsonConverter(typeof(IdentifierConverter<SessionId>))]
public readonly record struct SessionId : IIdentifier<SessionId>
{
    private readonly string? _value;
    private SessionId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static SessionId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(SessionId));

    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>An alert: the session's id, a hyphen and the alert's running number there.</summary>
[JsonConverter(typeof(IdentifierConverter<AlertId>))]
public readonly record struct AlertId : IIdentifier<AlertId>
{
    private readonly string? _value;
    private AlertId(string value) => _value = value;

    public static int MaxLength => 96;
    public string Value => _value ?? "";

    public static AlertId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(AlertId));

    public static bool TryParse([NotNullWhen(true)] string? text, out AlertId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>A report.</summary>
[JsonConverter(typeof(IdentifierConverter<ReportId>))]
public readonly record struct ReportId : IIdentifier<ReportId>
{
    private readonly string? _value;
    private ReportId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static ReportId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(ReportId));

    public static bool TryParse([NotNullWhen(true)] string? text, out ReportId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>A proctoring event, made by the client.</summary>
[JsonConverter(typeof(IdentifierConverter<EventId>))]
public readonly record struct EventId : IIdentifier<EventId>
{
    private readonly string? _value;
    private EventId(string value) => _value = value;

    public static int MaxLength => 64;
    public string Value => _value ?? "";

    public static EventId Parse(string text) => TryParse(text, out var id) ? id : throw IdentifierText.Invalid(nameof(EventId));

    public static bool TryParse([NotNullWhen(true)] string? text, out EventId id)
    {
        var valid = IdentifierText.IsValid(text, MaxLength);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>For a reader that has checked the characters itself.</summary>
    internal static EventId Checked(string value) => new(value);

    public override string ToString() => Value;
}
