import type { Alert, AlertMessage, Session, Severity } from '../../shared/types';

// What tests make their sessions and alerts from.

export const start = Date.parse('2026-03-02T09:00:00Z');
export const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

export function session(part: Partial<Session> = {}): Session {
  return {
    id: 's1', organizationId: 'o1', candidateId: 'c1', examId: 'e1', status: 'running', scheduledAt: null, startedAt: at(0), deadline: at(3600),
    endedAt: null, durationSeconds: 3600, remainingSeconds: null, presence: 'present', lastSeenAt: at(10), lifecycleVersion: 2, version: 5,
    integrity: { score: 100, computed: 100, override: null }, risk: { score: 0, level: 'low', components: [] }, counts: {},
    alerts: { open: part.openAlerts?.length ?? 0, total: 0 }, ...part,
  };
}

export function alert(id: string, severity: Severity = 'high', seconds = 0): Alert {
  return {
    id, sessionId: 's1', type: 'NO_FACE', severity, message: 'No face is in view', risk: 0, at: at(seconds), events: [id],
    status: 'open', resolvedBy: null, resolvedAt: null, note: null,
  };
}

/** What stands for so many alerts: it comes again under its id. */
export const summaryMessage = (id: string, count: number, seconds: number, sessionId?: string): AlertMessage =>
  ({ ...alertMessage(id, 'low', seconds, sessionId), message: `${count} more times`, count });

export function alertMessage(id: string, severity: Severity = 'high', seconds = 0, sessionId = 's1'): AlertMessage {
  const { type, message, risk, events } = alert(id);
  return { id, sessionId, candidateId: 'c1', type, severity, message, risk, at: at(seconds), events };
}
