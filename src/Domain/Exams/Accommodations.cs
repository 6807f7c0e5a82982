using Proctoring.Domain.Events;

namespace Proctoring.Domain.Exams;

/// <summary>What a candidate is granted on account of a need.</summary>
/// <param name="ExtraTimePercent">Added to the duration, 0..300.</param>
/// <param name="ExtraTimeMinutes">Added on top, 0..480.</param>
/// <param name="ExemptEventTypes">Types that are kept, but cost nothing, raise no alert and do not count in the risk.</param>
public sealed record Accommodations(int ExtraTimePercent, int ExtraTimeMinutes, IReadOnlyList<EventType> ExemptEventTypes)
{
    public const int MaxExtraTimePercent = 300;
    public const int MaxExtraTimeMinutes = 480;

    public static Accommodations None { get; } = new(0, 0, []);

    /// <summary>The time a candidate gets for something that takes others <paramref name="duration"/>: never less.</summary>
    public TimeSpan Extend(TimeSpan duration) =>
        duration + TimeSpan.FromTicks(duration.Ticks * ExtraTimePercent / 100) + TimeSpan.FromMinutes(ExtraTimeMinutes);
}

/// <summary>Accommodations as a request states them, unchecked.</summary>
public sealed record AccommodationsInput(int? ExtraTimePercent, int? ExtraTimeMinutes, IReadOnlyList<string?>? ExemptEventTypes)
{
    /// <summary>The valid accommodations, or null with the faults noted under <paramref name="field"/>.</summary>
    public Accommodations? Validate(FieldErrors errors, string field = "accommodations")
    {
        var valid = true;
        var percent = Check(ExtraTimePercent, Accommodations.MaxExtraTimePercent, $"{field}.extraTimePercent");
        var minutes = Check(ExtraTimeMinutes, Accommodations.MaxExtraTimeMinutes, $"{field}.extraTimeMinutes");
        var exempt = new List<EventType>();
        foreach (var name in ExemptEventTypes ?? [])
        {
            if (!EventType.TryParse(name, out var type))
                Fault($"{field}.exemptEventTypes", "must name known event types");
            else if (!exempt.Contains(type))
                exempt.Add(type);
        }

        return valid ? new(percent, minutes, exempt) : null;

        int Check(int? value, int max, string name)
        {
            if (value is < 0 || value > max)
                Fault(name, $"must be from 0 to {max}");
            return value ?? 0;
        }

        void Fault(string name, string message)
        {
            valid = false;
            errors.Add(name, message);
        }
    }
}
