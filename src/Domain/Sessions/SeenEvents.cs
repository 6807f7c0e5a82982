namespace Proctoring.Domain.Sessions;

/// <summary>Which events a session has had: all running numbers as ranges, and the last 4,096 event ids.</summary>
public sealed class SeenEvents
{
    public const int MaxRanges = 1024;
    public const int RememberedIds = 4096;

    public static SeenEvents None { get; } = new();

    /// <summary>The highest number up to which none is missing; 0 when number 1 has not come.</summary>
    public int UpToSeq => throw new NotImplementedException();

    /// <summary>The highest number seen; 0 without any.</summary>
    public int HighestSeq => throw new NotImplementedException();

    /// <summary>The gaps below <see cref="HighestSeq"/>.</summary>
    public IReadOnlyList<(int From, int To)> Missing => throw new NotImplementedException();

    /// <summary>The remembered ids, oldest first, as little-endian 64-bit FNV-1a hashes: at most 32 KB.</summary>
    public byte[] IdsToBytes() => throw new NotImplementedException();
}
