namespace Proctoring.Domain.Sessions;

/// <summary>A set of running numbers, kept as sorted ranges (first, last, first, last, …).</summary>
internal struct SeqRanges(int[] bounds)
{
    private int[] _bounds = bounds;
    private int _length = bounds.Length;
    private bool _isOwn;

    internal readonly ReadOnlySpan<int> Bounds => _bounds.AsSpan(0, _length);

    internal readonly bool Contains(int seq) => IsInside(seq, Find(seq));

    /// <summary>
    /// Adds a number that is not in the set. Should that take more than <paramref name="maxRanges"/> ranges, the lowest gap
    /// between two of them counts as seen from now on: gives its bounds, else nothing.
    /// </summary>
    internal (int From, int To)? Add(int seq, int maxRanges)
    {
        var next = Find(seq);
        var joinsPrevious = next > 0 && _bounds[next - 1] == seq - 1;
        var joinsNext = next < _length && _bounds[next] == seq + 1;
        Own();
        if (joinsPrevious && joinsNext)
        {
            Array.Copy(_bounds, next + 1, _bounds, next - 1, _length - next - 1);
            _length -= 2;
        }
        else if (joinsPrevious)
        {
            _bounds[next - 1] = seq;
        }
        else if (joinsNext)
        {
            _bounds[next] = seq;
        }
        else
        {
            if (_length == _bounds.Length)
                Array.Resize(ref _bounds, _length + 16);
            Array.Copy(_bounds, next, _bounds, next + 2, _length - next);
            _bounds[next] = _bounds[next + 1] = seq;
            _length += 2;
        }

        return _length > 2 * maxRanges ? CloseLowestGap() : null;
    }

    internal readonly int[] ToArray() => _isOwn ? Bounds.ToArray() : _bounds;

    /// <summary>The index of the first range that ends at or after the number, counted in bounds.</summary>
    private readonly int Find(int seq)
    {
        // Numbers nearly always come in order.
        if (_length == 0 || seq > _bounds[_length - 1])
            return _length;
        var (low, high) = (0, _length / 2 - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_bounds[2 * middle + 1] >= seq)
                high = middle;
            else
                low = middle + 1;
        }

        return 2 * low;
    }

    private readonly bool IsInside(int seq, int range) => range < _length && _bounds[range] <= seq;

    private (int From, int To) CloseLowestGap()
    {
        var gap = (_bounds[1] + 1, _bounds[2] - 1);
        Array.Copy(_bounds, 3, _bounds, 1, _length - 3);
        _length -= 2;
        return gap;
    }

    private void Own()
    {
        if (_isOwn)
            return;
        _bounds = [.. Bounds];
        _isOwn = true;
    }
}
