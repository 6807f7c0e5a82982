using System.Globalization;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>Where a list of events goes on: so many events of a page were taken, and all pages before it.</summary>
readonly record struct EventPlace(int Page, int Taken)
{
    public static EventPlace Parse(string? text)
    {
        if (text is null) return default;
        var dot = text.IndexOf('.');
        return dot > 0
            && int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var taken)
                ? new(page, taken)
                : throw Problem.Invalid("cursor", "is not a cursor that this list returned");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Page}.{Taken}");
}
