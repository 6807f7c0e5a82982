using Azure;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// The content is to blame, or our own rules are: it would fail in the same way for ever, so it is set aside. Any other
/// exception is taken for a fault of the machinery, and the batch is tried again until it is gone.
/// </summary>
sealed class UnscorableException(Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>Does what needs nothing but the content: whatever it throws comes of that.</summary>
    public static T Guard<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new UnscorableException(e);
        }
    }

    /// <summary>Reads or writes storage: there, a state that cannot be understood and a row that is too large are content.</summary>
    public static async Task<T> GuardAsync<T>(ValueTask<T> access)
    {
        try
        {
            return await access;
        }
        catch (Exception e) when (e is RequestFailedException { Status: 400 or 413 } or UnreadableSessionException)
        {
            throw new UnscorableException(e);
        }
    }
}
