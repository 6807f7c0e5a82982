using System.Collections.Concurrent;
using System.Diagnostics;

namespace Proctoring.Local.Telemetry;

/// <summary>Has every span made but those of the web server and of .NET itself, keeps the latest that ended.</summary>
sealed class LatestSpans : IDisposable
{
    readonly ConcurrentQueue<Activity> _ended = new();
    readonly ActivityListener _listener;

    /// <param name="kept">How many.</param>
    public LatestSpans(int kept)
    {
        _listener = new()
        {
            ShouldListenTo = static source =>
                !source.Name.StartsWith("System.", StringComparison.Ordinal) && !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                _ended.Enqueue(activity);
                while (_ended.Count > kept) _ended.TryDequeue(out _);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>In the order of their end; all traces' without an id.</summary>
    public IEnumerable<Span> Of(string? traceId) => _ended
        .Where(activity => traceId is null || activity.TraceId.ToHexString() == traceId)
        .Select(Span.Of)
        .ToList();

    public void Dispose() => _listener.Dispose();

    /// <param name="Links">Trace id and span id of each span that this one is linked to, with a dash between.</param>
    public sealed record Span(
        string TraceId, string SpanId, string? ParentSpanId, string Source, string Name, string Kind, DateTime Start, double DurationMs,
        string Status, string? StatusDescription, IReadOnlyDictionary<string, object?> Tags, IReadOnlyList<string> Links)
    {
        public static Span Of(Activity activity) => new(
            activity.TraceId.ToHexString(),
            activity.SpanId.ToHexString(),
            activity.ParentSpanId == default ? null : activity.ParentSpanId.ToHexString(),
            activity.Source.Name,
            activity.DisplayName,
            activity.Kind.ToString(),
            activity.StartTimeUtc,
            activity.Duration.TotalMilliseconds,
            activity.Status.ToString(),
            activity.StatusDescription,
            activity.TagObjects.ToDictionary(),
            [.. activity.Links.Select(link => $"{link.Context.TraceId}-{link.Context.SpanId}")]);
    }
}
