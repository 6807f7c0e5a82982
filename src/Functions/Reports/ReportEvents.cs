using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Events;

namespace Proctoring.Functions.Reports;

/// <summary>An event of a report and its number: events count from 1 in the order in which they were scored, in all forms of a report.</summary>
readonly record struct NumberedEvent(int Number, ScoredEvent Scored);

/// <summary>
/// The events that a report is made from. A session can have any number of them, so they are read page by page, as often as they are needed: once for what
/// is said of all together, once to write them. One page is in memory at a time.
/// </summary>
/// <param name="pages">Reads the stored pages, from the first.</param>
/// <param name="count">How many pages there are.</param>
sealed class ReportEvents(Func<CancellationToken, IAsyncEnumerable<EventPage>> pages, int count)
{
    public async Task<(EventTotals Totals, Evidence Evidence)> SumAsync(CancellationToken cancellation)
    {
        var totals = new EventTotals();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var page in ReadPagesAsync(hash, cancellation))
            foreach (var stored in page.Read()) totals.Add(stored.Scored);
        return (totals, ToEvidence(hash));
    }

    /// <summary>The events, a page after the other; those of a page are gone when the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">They are not those of the evidence.</exception>
    public async IAsyncEnumerable<IReadOnlyList<NumberedEvent>> ReadAsync(
        Evidence evidence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var events = new List<NumberedEvent>();
        var number = 0;
        await foreach (var page in ReadPagesAsync(hash, cancellation))
        {
            events.Clear();
            foreach (var stored in page.Read()) events.Add(new(++number, stored.Scored));
            yield return events;
        }

        if (ToEvidence(hash) != evidence) throw new InvalidDataException("The stored events changed while a report was made from them.");
    }

    async IAsyncEnumerable<EventPage> ReadPagesAsync(IncrementalHash hash, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = 0;
        if (count > 0)
        {
            await foreach (var page in pages(cancellation))
            {
                if (page.Number != next) break;
                hash.AppendData(page.Json.Span);
                yield return page;
                if (++next == count) break;
            }
        }

        // Removed just now, or damaged: a report that lacks events without saying so would be worse than none.
        if (next != count) throw new InvalidDataException($"Page {next} of {count} of a session's events is not there.");
    }

    Evidence ToEvidence(IncrementalHash hash) => new(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
}
