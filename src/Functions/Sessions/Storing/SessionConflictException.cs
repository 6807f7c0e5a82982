using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// A session was not saved as far as one can tell: somebody else changed it first, or the outcome is unknown. The store
/// has forgotten its copy: load again and decide again. A decision that was applied after all then finds nothing to do.
/// </summary>
sealed class SessionConflictException(SessionId id, Exception? inner = null)
    : Exception($"Session {id} changed meanwhile.", inner);
