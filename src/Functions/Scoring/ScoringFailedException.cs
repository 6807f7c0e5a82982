namespace Proctoring.Functions.Scoring;

/// <summary>A batch could not be scored for now; the trigger's retry policy brings it again.</summary>
sealed class ScoringFailedException(Exception cause)
    : Exception($"A batch could not be scored and is tried again: {cause.Message}", cause);
