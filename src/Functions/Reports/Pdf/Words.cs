using System.Globalization;
using System.Text;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>How the PDF says things: English, times in UTC, the same on every machine.</summary>
static class Words
{
    /// <summary>LOOKING_AWAY, timedOut → Looking away, Timed out.</summary>
    public static string Readable(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0 && char.IsLower(name[0])) text.Append(' ');
            text.Append(text.Length == 0 ? char.ToUpperInvariant(c) : c == '_' ? ' ' : char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset time) =>
        time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Length(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1)) return Invariant($"{time.TotalMilliseconds:0} ms");
        if (time < TimeSpan.FromMinutes(1)) return Invariant($"{time.TotalSeconds:0.#} s");
        var (hours, minutes, seconds) = ((int)time.TotalHours, time.Minutes, time.Seconds);
        return string.Join(' ', new[]
        {
            hours > 0 ? $"{hours} h" : null,
            minutes > 0 ? $"{minutes} min" : null,
            seconds > 0 && hours == 0 ? $"{seconds} s" : null,
        }.Where(part => part is not null));
    }

    public static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Count(int count, string what) => Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    public static string Level(IntegrityLevel level) => Readable(level.ToString());

    /// <summary>What the event itself tells, apart from its type and time.</summary>
    public static string Details(ProctoringEvent e)
    {
        var sample = e switch
        {
            { Wpm: { } wpm } => Invariant($"{wpm:0.#} words a minute"),
            { PxPerSecond: { } speed } => Invariant($"{speed:0.#} pixels a second"),
            { Seconds: { } seconds } => Invariant($"question {e.QuestionId}: {seconds:0.#} s"),
            _ => e.Data.IsEmpty ? null : Shortened(Encoding.UTF8.GetString(e.Data.Span)),
        };
        return (e.Label, sample) switch
        {
            ({ Length: > 0 } label, { } also) => $"{label}; {also}",
            ({ Length: > 0 } label, null) => label,
            (_, { } only) => only,
            _ => "",
        };
    }

    /// <summary>The whole of it is in the CSV and JSON forms.</summary>
    static string Shortened(string json) => json.Length <= 120 ? json : $"{json.AsSpan(0, 119)}…";

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
