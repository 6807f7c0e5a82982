using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Proctoring.Functions.Sessions;

/// <summary>Configuration section <c>Sessions</c>.</summary>
sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>
    /// Days from the end of a session until everything that is stored about it is removed, by the daily sweep that comes next; of one that nobody starts, from
    /// when it was planned or, if later, planned for. Dead letters go this long after they came.
    /// </summary>
    [Range(1, 3650)]
    public int RetentionDays { get; init; } = 365;

    /// <summary>
    /// Sessions kept in memory by one process, so that scoring saves without reading first. One takes some 50 KB at
    /// most.
    /// </summary>
    [Range(1, 1_000_000)]
    public int CachedSessions { get; init; } = 4_000;

    /// <summary>
    /// Minutes before the time that a session is planned for at which its candidate may start it; staff may at any time. A year
    /// and more never holds anybody up.
    /// </summary>
    [Range(0, 10_000_000)]
    public int EarlyStartMinutes { get; init; } = 15;

    /// <summary>
    /// Seconds between the end of a session and the marker that closes its stream: what was accepted at the last moment
    /// is given this long to reach the stream.
    /// </summary>
    [Range(0, 600)]
    public int SettleSeconds { get; init; } = 2;
}

[OptionsValidator]
sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
