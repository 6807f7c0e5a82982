using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>Metrics of a test's own, and what they reported.</summary>
sealed class Measured : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _measurements = new();
    readonly ConcurrentBag<string> _instruments = [];

    public Measured()
    {
        var meters = Meters();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, meters)) return;
            _instruments.Add(instrument.Name);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
        Metrics = new(meters);
    }

    public Metrics Metrics { get; }

    /// <summary>Names of all instruments there are.</summary>
    public IReadOnlySet<string> Instruments => _instruments.ToHashSet();

    /// <summary>For what measures while nobody cares.</summary>
    public static Metrics Nowhere() => new(Meters());

    /// <param name="tags">As in <c>reason=malformed</c>; none given: of measurements without any.</param>
    public double[] Values(string instrument, string tags = "") =>
        [.. _measurements.Where(measured => measured.Instrument == instrument && measured.Tags == tags).Select(measured => measured.Value)];

    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));

    static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
