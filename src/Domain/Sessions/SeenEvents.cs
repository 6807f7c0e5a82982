using Proctoring.Domain.Events;

namespace Proctoring.Domain.Sessions;

/// <summary>Which events a session has had: all running numbers as ranges, and the last 4,096 event ids.</summary>
/// <remarks>
/// Of more than 1,024 ranges the lowest gap is forgotten: its numbers count as seen, so that nothing can count twice. Should
/// one of them come after all, it is taken for a resend and lost; <see cref="MissingCount"/> goes on counting it.
/// </remarks>
public sealed class SeenEvents
{
    public const int MaxRanges = 1024;
    public const int RememberedIds = 4096;

    private readonly int[] _bounds;
    private readonly IdRing _ids;

    internal SeenEvents(int[] bounds, IdRing ids, ForgottenGaps forgotten = default) => (_bounds, _ids, Forgotten) = (bounds, ids, forgotten);

    public static SeenEvents None { get; } = new([], IdRing.Empty);

    /// <summary>The highest number up to which none is missing; 0 when number 1 has not come.</summary>
    public int UpToSeq => _bounds is not [1, var last, ..] ? 0 : Forgotten.Count > 0 ? Math.Min(last, Forgotten.First - 1) : last;

    /// <summary>The highest number seen; 0 without any.</summary>
    public int HighestSeq => _bounds is [.., var last] ? last : 0;

    /// <summary>Numbers below <see cref="HighestSeq"/> that never came.</summary>
    public long MissingCount => Missing.Sum(gap => gap.To - gap.From + 1L) + Forgotten.Count;

    /// <summary>The gaps below <see cref="HighestSeq"/>, without those that were forgotten.</summary>
    public IReadOnlyList<(int From, int To)> Missing
    {
        get
        {
            var gaps = new List<(int, int)>();
            var next = 1;
            for (var i = 0; i < _bounds.Length; i += 2)
            {
                if (_bounds[i] > next)
                    gaps.Add((next, _bounds[i] - 1));
                next = unchecked(_bounds[i + 1] + 1);
            }

            return gaps;
        }
    }

    internal ReadOnlySpan<int> Bounds => _bounds;

    internal ForgottenGaps Forgotten { get; }

    /// <summary>The remembered ids, oldest first, as little-endian 64-bit FNV-1a hashes: at most 32 KB.</summary>
    public byte[] IdsToBytes() => _ids.ToBytes(_ids.Oldest, _ids.Count);

    /// <summary>
    /// Likewise the ids numbered <paramref name="from"/> to before <paramref name="to"/>, in the order in which they came; zeros for those
    /// that are not remembered any more.
    /// </summary>
    public byte[] IdsToBytes(long from, long to) => _ids.ToBytes(from, to);

    /// <summary>How many event ids have come, with those that are not remembered any more.</summary>
    public long IdCount => _ids.Count;

    internal Draft ToDraft() => new(this);

    /// <summary>The set while a batch is added to it.</summary>
    internal sealed class Draft(SeenEvents seen)
    {
        private readonly IdRingDraft _ids = new(seen._ids);
        private SeqRanges _ranges = new(seen._bounds);
        private ForgottenGaps _forgotten = seen.Forgotten;

        internal bool Contains(ProctoringEvent e) => (e.Seq is { } seq && _ranges.Contains(seq)) || _ids.Contains(e.IdHash);

        /// <summary>Adds an event that is new.</summary>
        internal void Add(ProctoringEvent e)
        {
            if (e.Seq is { } seq && _ranges.Add(seq, MaxRanges) is var (from, to))
                _forgotten = _forgotten.With(from, to);
            _ids.Add(e.IdHash);
        }

        internal SeenEvents ToSeen() => new(_ranges.ToArray(), _ids.ToRing(), _forgotten);
    }
}

/// <summary>Numbers that never came and count as seen all the same: how many, and the lowest.</summary>
internal readonly record struct ForgottenGaps(long Count, int First)
{
    internal ForgottenGaps With(int from, int to) => new(Count + to - from + 1, Count == 0 ? from : Math.Min(First, from));
}
