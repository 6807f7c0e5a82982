using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Configuration section <c>Limits</c>: how much one of many may ask for. The rates hold for one instance of the application; failed
/// logins and a session's events are counted by all of them together.
/// </summary>
sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Requests a second of one user, sustained.</summary>
    [Range(1, 1_000_000)]
    public int UserPerSecond { get; init; } = 100;

    /// <summary>Requests that one user may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int UserBurst { get; init; } = 1_000;

    /// <summary>Requests a second of all users of an organisation, sustained.</summary>
    [Range(1, 1_000_000)]
    public int OrganizationPerSecond { get; init; } = 1_000;

    /// <summary>Requests that the users of an organisation may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int OrganizationBurst { get; init; } = 10_000;

    /// <summary>Requests a second without a valid token from one address, sustained. A school may have a single one.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerSecond { get; init; } = 50;

    /// <summary>Requests without a valid token that may come from one address at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurst { get; init; } = 1_000;

    /// <summary>Live connections that a user may have negotiated within a minute.</summary>
    [Range(1, 100_000)]
    public int NegotiationsPerMinute { get; init; } = 10;

    /// <summary>Reports that a user may ask for within a minute.</summary>
    [Range(1, 100_000)]
    public int ReportsPerMinute { get; init; } = 20;

    /// <summary>Reports that the users of an organisation may ask for within a minute.</summary>
    [Range(1, 100_000)]
    public int OrganizationReportsPerMinute { get; init; } = 120;

    /// <summary>Events that a session may send a second, for as long as it likes. An agent sends some two a second at most.</summary>
    [Range(1, 1_000_000)]
    public int SessionEventsPerSecond { get; init; } = 200;

    /// <summary>Events that a session may send at once after it was quiet, say after an hour without a network.</summary>
    [Range(100, 100_000_000)]
    public int SessionEventsBurst { get; init; } = 5_000;

    /// <summary>
    /// Bytes of a request for each event that it counts as at least: with <see cref="SessionEventsPerSecond"/> the bytes that a
    /// session may send a second.
    /// </summary>
    [Range(100, 1_000_000)]
    public int SessionEventBytes { get; init; } = 1_000;

    /// <summary>
    /// Events of a session that are kept. Further ones are counted by type; only grave ones are scored and kept all the same.
    /// </summary>
    [Range(100, 1_000_000_000)]
    public int SessionEvents { get; init; } = 250_000;

    /// <summary>Failed logins with one e-mail address from one address, within a quarter of an hour.</summary>
    [Range(1, 1_000)]
    public int LoginFailures { get; init; } = 5;

    /// <summary>
    /// Failed logins with one e-mail address from wherever, within a quarter of an hour. Beyond it only those addresses may try from
    /// which its owner has come in during the last month.
    /// </summary>
    [Range(1, 1_000)]
    public int LoginFailuresPerAccount { get; init; } = 50;

    /// <summary>Failed logins from one address, with whatever e-mail address, within a quarter of an hour.</summary>
    [Range(1, 1_000)]
    public int LoginFailuresPerAddress { get; init; } = 100;

    /// <summary>Logins and new passwords that wait for their turn to be computed.</summary>
    [Range(1, 100_000)]
    public int PasswordQueue { get; init; } = 100;

    /// <summary>Wrong operator keys from one address, within a minute.</summary>
    [Range(1, 1_000)]
    public int OperatorFailuresPerMinute { get; init; } = 10;
}

[OptionsValidator]
sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
