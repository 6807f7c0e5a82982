using Proctoring.Domain.Events;

namespace Proctoring.Domain.Exams;

/// <summary>What a candidate is granted on account of a need.</summary>
/// <param name="ExtraTimePercent">Added to the duration, 0..300.</param>
/// <param name="ExtraTimeMinutes">Added on top, 0..480.</param>
/// <param name="ExemptEventTypes">Types that are kept, but cost nothing, raise no alert and do not count in the risk.</param>
public sealed record Accommodations(int ExtraTimePercent, int ExtraTimeMinutes, IReadOnlyList<EventType> ExemptEventTypes)
{
    public static Accommodations None { get; } = new(0, 0, []);

    /// <summary>The time a candidate gets for something that takes others <paramref name="duration"/>: never less.</summary>
    public TimeSpan Extend(TimeSpan duration) =>
        duration + duration * (ExtraTimePercent / 100.0) + TimeSpan.FromMinutes(ExtraTimeMinutes);
}

/// <summary>Accommodations as a request states them, unchecked.</summary>
public sealed record AccommodationsInput(int? ExtraTimePercent, int? ExtraTimeMinutes, IReadOnlyList<string?>? ExemptEventTypes)
{
    /// <summary>The valid accommodations, or null with the faults noted under <paramref name="field"/>.</summary>
    public Accommodations? Validate(FieldErrors errors, string field = "accommodations") => throw new NotImplementedException();
}
