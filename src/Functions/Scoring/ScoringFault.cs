using Azure;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Whom to blame when messages could not be scored. The machinery's faults pass: the batch comes again until they have.
/// Whatever else fails would fail for ever, be the content to blame or our own code, and must not hold up its partition.
/// </summary>
static class ScoringFault
{
    /// <summary>
    /// How often something is tried that fails for a reason that nobody has thought of: a race of our own may not come again.
    /// </summary>
    const int Attempts = 3;

    public static bool IsOfMachinery(Exception exception) => exception switch
    {
        // Somebody else was faster, again and again, or storage does not answer.
        SessionConflictException => true,
        // Storage calls a row too large or wrong: 400 and 413. All else (no role, no table, no answer) is no message's fault.
        RequestFailedException failure => !IsOfContent(failure),
        OutOfMemoryException or IOException or HttpRequestException => true,
        AggregateException several => several.InnerExceptions.All(IsOfMachinery),
        _ => Outage.Is(exception),
    };

    /// <summary>Whether there is another try after so many.</summary>
    public static bool IsWorthAnother(Exception exception, int attempts) =>
        attempts < Attempts && exception is not UnreadableSessionException && !(exception is RequestFailedException failure && IsOfContent(failure));

    /// <summary>Whether storage refuses what it was given, and would again.</summary>
    public static bool IsOfContent(RequestFailedException failure) => failure.Status is 400 or 413;
}
