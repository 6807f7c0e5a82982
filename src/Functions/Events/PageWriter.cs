using System.Text.Json;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Events;

/// <summary>
/// Cuts scored events into pages. An event with all its fields at their limits takes a sixth of one.
/// </summary>
sealed class PageWriter : IDisposable
{
    readonly PooledBuffer _buffer = new(4096);
    readonly Utf8JsonWriter _json;
    readonly List<EventPage> _pages = [];
    int _count;
    DateTimeOffset _first;
    DateTimeOffset _last;

    public PageWriter() => _json = new Utf8JsonWriter(_buffer, ScoredEventJson.WriterOptions);

    /// <summary>Pages so far, counting the one being filled.</summary>
    public int Count => _pages.Count + (_count > 0 ? 1 : 0);

    public void Add(in ScoredEvent scored)
    {
        var start = _buffer.Length;
        // Two bytes between events, so that a page may be cut there by turning them into "][".
        _buffer.Write(_count == 0 ? "["u8 : ",\n"u8);
        _json.Reset();
        ScoredEventJson.Write(_json, scored);
        _json.Flush();
        if (_count > 0 && _buffer.Length + 1 > EventPage.LargestJson)
        {
            var next = _buffer.Written[(start + 2)..].ToArray();
            _buffer.Length = start;
            ClosePage();
            _buffer.Write("["u8);
            _buffer.Write(next);
        }

        var occurred = scored.Event.OccurredAt;
        if (_count == 0 || occurred < _first) _first = occurred;
        if (_count == 0 || occurred > _last) _last = occurred;
        _count++;
    }

    /// <summary>All pages, the last one closed; numbers count from <paramref name="firstNumber"/>.</summary>
    public IReadOnlyList<EventPage> Complete(int firstNumber)
    {
        if (_count > 0) ClosePage();
        for (var i = 0; i < _pages.Count; i++)
            _pages[i] = _pages[i] with { Number = firstNumber + i };
        return _pages;
    }

    public void Dispose()
    {
        _json.Dispose();
        _buffer.Dispose();
    }

    void ClosePage()
    {
        _buffer.Write("]"u8);
        _pages.Add(new EventPage(0, _count, _first, _last, _buffer.Written.ToArray()));
        _buffer.Length = 0;
        _count = 0;
    }
}
