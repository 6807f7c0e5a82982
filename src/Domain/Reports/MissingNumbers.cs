using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>Running numbers of the capture agent below the highest that came, which never came: events that were lost on their way, or kept back.</summary>
/// <param name="Count">How many numbers are missing in all.</param>
/// <param name="Ranges">The first <see cref="MaxRanges"/> gaps, in order.</param>
public sealed record MissingNumbers(long Count, IReadOnlyList<MissingRange> Ranges)
{
    public const int MaxRanges = 100;

    /// <summary>What is missing of a session's numbers, as the session's view and its reports say it.</summary>
    public static MissingNumbers From(SeenEvents seen)
    {
        var gaps = seen.Missing;
        return new(seen.MissingCount, [.. gaps.Take(MaxRanges).Select(gap => new MissingRange(gap.From, gap.To))]);
    }
}

/// <summary>A gap, both ends included.</summary>
public readonly record struct MissingRange(int From, int To);
