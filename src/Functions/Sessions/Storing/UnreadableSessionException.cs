using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>What is stored of a session is not what this application writes: reading it again would give the same.</summary>
sealed class UnreadableSessionException(SessionId id, Exception cause)
    : Exception($"The stored state of session {id} cannot be read: {cause.Message}", cause);
