using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>How the PDF says things: English, times in UTC, the same on every machine.</summary>
static class Words
{
    /// <summary>The names that appear thousands of times.</summary>
    static readonly FrozenDictionary<string, string> Types =
        EventType.All.ToFrozenDictionary(type => type.Name, type => Sentence(type.Name));

    static readonly string[] Severities = [.. Enum.GetNames<Severity>()];

    public static string Readable(EventType type) => Types[type.Name];

    public static string Readable(Severity severity) => Severities[(int)severity];

    /// <summary>LOOKING_AWAY, timedOut, SecondReview → Looking away, Timed out, Second review.</summary>
    public static string Readable(string name) => Types.TryGetValue(name, out var known) ? known : Sentence(name);

    /// <summary>
    /// One line of what can be seen. Line ends and other control characters become spaces (200 of them in a label would be taller than a page), and what has no
    /// looks of its own but changes those of its neighbours is left out: a name with U+202E reads backwards, and copied from the paper it is another one than
    /// the eye saw. The joiners of emoji and of some scripts stay.
    /// </summary>
    public static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) plain.Append(' ');
            else if (category is not UnicodeCategory.Format || rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner) plain.Append(rune);
        }

        return plain.ToString();
    }

    const int ZeroWidthNonJoiner = 0x200C;
    const int ZeroWidthJoiner = 0x200D;

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time of day; with the date if it is not the given day.</summary>
    public static string Clock(DateTimeOffset time, DateTimeOffset? day = null) =>
        time.UtcDateTime.ToString(
            day is { } known && known.UtcDateTime.Date != time.UtcDateTime.Date ? "MM-dd HH:mm:ss" : "HH:mm:ss",
            CultureInfo.InvariantCulture);

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

    /// <summary>The reason of a deduction, without the type that stands beside it.</summary>
    public static string Rule(EventType type, string reason) =>
        reason.StartsWith($"{type}: ", StringComparison.Ordinal) ? reason[(type.Name.Length + 2)..] : reason;

    /// <summary>What is special about a deduction: nothing if it is just what the policy says of the type.</summary>
    public static string Remark(EventType type, string reason)
    {
        var rule = Rule(type, reason).AsSpan();
        if (rule.EndsWith(")") && rule.LastIndexOf(" (") is > 0 and var source) rule = rule[..source];
        var exception = rule.IndexOf(", ");
        if (exception >= 0) return rule[(exception + 2)..].ToString();
        return rule.EndsWith(" points") || rule.EndsWith(" point") ? "" : rule.ToString();
    }

    /// <summary>What the event itself tells, apart from its type and time.</summary>
    public static string Details(ProctoringEvent e)
    {
        var sample = e switch
        {
            { Wpm: { } wpm } => Invariant($"{wpm:0.#} words a minute"),
            { PxPerSecond: { } speed } => Invariant($"{speed:0.#} pixels a second"),
            { Seconds: { } seconds } => Invariant($"question {e.QuestionId}: {seconds:0.#} s"),
            _ => e.Data.IsEmpty ? null : Data(e.Data),
        };
        return (e.Label, sample) switch
        {
            ({ Length: > 0 } label, { } also) => $"{label}; {also}",
            ({ Length: > 0 } label, null) => label,
            (_, { } only) => only,
            _ => "",
        };
    }

    /// <summary>With the time at which a late event was received.</summary>
    public static string WithReceipt(string details, DateTimeOffset? receivedAt, DateTimeOffset? day) => receivedAt is not { } at
        ? details
        : $"{details}{(details.Length == 0 ? "" : "; ")}received late, {Clock(at, day)}";

    /// <summary>"object: phone; box: [1,2]"; what is long is cut, the whole of it is in the CSV and JSON forms.</summary>
    static string Data(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var text = string.Join("; ", document.RootElement.EnumerateObject().Select(field => $"{field.Name}: {field.Value}"));
        return text.Length <= LongestData ? text : $"{text.AsSpan(0, LongestData - 1)}…";
    }

    const int LongestData = 160;

    static string Sentence(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        var isInCapitals = !name.Any(char.IsLower);
        foreach (var c in name)
        {
            if (!isInCapitals && text.Length > 0 && char.IsUpper(c)) text.Append(' ');
            text.Append(text.Length == 0 ? char.ToUpperInvariant(c) : c == '_' ? ' ' : char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
