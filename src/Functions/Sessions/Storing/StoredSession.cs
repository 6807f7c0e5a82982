using Azure;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>A session as it was last read or written, and the ETag that guards its next change.</summary>
sealed record StoredSession(SessionRecord Record, ETag ETag);
