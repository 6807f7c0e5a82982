using Azure;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>A session as it was last read or written, and the ETag that guards its next change.</summary>
/// <param name="SeenTotal">Event ids that were stored so far, see <see cref="SeenColumns"/>.</param>
sealed record StoredSession(SessionRecord Record, ETag ETag, long SeenTotal);
