using Azure.Data.Tables;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// What a decision makes of a session: its next state, the facts that led there and further rows of its partition.
/// </summary>
sealed record SessionChange(
    SessionRecord After, IReadOnlyList<SessionFact> Facts, IReadOnlyCollection<TableTransactionAction> Rows);

/// <summary>The session after a change, and the facts of that change: none when there was nothing to do.</summary>
sealed record ChangedSession(StoredSession Session, IReadOnlyList<SessionFact> Facts);
