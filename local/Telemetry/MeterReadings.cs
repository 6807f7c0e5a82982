using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Proctoring.Local.Telemetry;

/// <summary>
/// Sums up what the application's own meters report. Counters become counters, histograms the count and sum of a summary
/// with the largest value beside it.
/// </summary>
sealed class MeterReadings : IDisposable
{
    readonly ConcurrentDictionary<string, Readings> _instruments = new(StringComparer.Ordinal);
    readonly MeterListener _listener = new();

    /// <param name="meters">Only what was made by this: other applications may run in the same process.</param>
    public MeterReadings(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && !IsPlatform(instrument.Meter.Name) && !instrument.IsObservable)
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument.Name, _ => new Readings(instrument)));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Readings)state!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Readings)state!).Add(value, tags));
        _listener.Start();
    }

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (_, readings) in _instruments.OrderBy(instrument => instrument.Key, StringComparer.Ordinal)) readings.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    static bool IsPlatform(string meter) =>
        meter.StartsWith("System.", StringComparison.Ordinal) || meter.StartsWith("Microsoft.", StringComparison.Ordinal);

    sealed class Readings(Instrument instrument)
    {
        readonly ConcurrentDictionary<string, Reading> _byLabels = new(StringComparer.Ordinal);
        readonly bool _isCounter = instrument.GetType().GetGenericTypeDefinition() == typeof(Counter<>);

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _byLabels.GetOrAdd(tags.IsEmpty ? "" : Labels(tags), static _ => new()).Add(value);

        public void Write(StringBuilder text)
        {
            var name = Name(instrument.Name) + instrument.Unit switch { "ms" => "_milliseconds", _ => "" };
            if (_isCounter)
            {
                Begin(text, name + "_total", "counter", instrument.Description);
                foreach (var (labels, reading) in _byLabels) Line(text, name + "_total", labels, reading.Read().Sum);
                return;
            }

            Begin(text, name, "summary", instrument.Description);
            foreach (var (labels, reading) in _byLabels)
            {
                Line(text, name + "_count", labels, reading.Read().Count);
                Line(text, name + "_sum", labels, reading.Read().Sum);
            }

            Begin(text, name + "_max", "gauge", null);
            foreach (var (labels, reading) in _byLabels) Line(text, name + "_max", labels, reading.Read().Max);
        }

        static void Begin(StringBuilder text, string name, string type, string? help)
        {
            if (help is not null) text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        }

        static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

        static string Name(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

        static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new StringBuilder("{");
            foreach (var (key, value) in tags)
            {
                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                labels.Append(labels.Length > 1 ? "," : "").Append(Name(key)).Append("=\"")
                    .Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                    .Append('"');
            }

            return labels.Append('}').ToString();
        }
    }

    sealed class Reading
    {
        readonly Lock _lock = new();
        long _count;
        double _sum;
        double _max;

        public void Add(double value)
        {
            lock (_lock)
            {
                _count++;
                _sum += value;
                _max = _count == 1 ? value : Math.Max(_max, value);
            }
        }

        public (long Count, double Sum, double Max) Read()
        {
            lock (_lock) return (_count, _sum, _max);
        }
    }
}
