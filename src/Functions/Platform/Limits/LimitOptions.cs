using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Platform;

/// <summary>Configuration section <c>Limits</c>: how much one caller may ask for.</summary>
sealed class LimitOptions
{
    public const string Section = "Limits";

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
}

[OptionsValidator]
sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
