import type { EventType, HistoryItem, ReviewDecision, Role, SessionStatus, Severity } from '../../shared/types';

export const statusWords: Record<SessionStatus, string> = {
  scheduled: 'Scheduled', ready: 'Checked in', running: 'Running', paused: 'Paused', submitted: 'Submitted', timedOut: 'Timed out',
  terminated: 'Terminated', abandoned: 'Abandoned', cancelled: 'Cancelled',
};

export const severityWords: Record<Severity, string> = { info: 'Info', low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' };

export const decisionWords: Record<ReviewDecision, string> = {
  cleared: 'Cleared', confirmed: 'Violation confirmed', secondReview: 'Second review wanted',
};

export const roleWords: Record<Role, string> = { admin: 'Admin', proctor: 'Proctor', reviewer: 'Reviewer', candidate: 'Candidate' };

export const eventWords: Record<EventType, string> = {
  LOOKING_AWAY: 'Looking away', NO_FACE: 'No face', MULTIPLE_FACES: 'More than one face', OBJECT_DETECTED: 'Object detected',
  EYE_CLOSED: 'Eyes closed', AUDIO_SUSPICIOUS: 'Suspicious audio', TAB_SWITCH: 'Tab switch', FOCUS_LOST: 'Focus lost',
  FULLSCREEN_EXIT: 'Left fullscreen', COPY: 'Copy', PASTE: 'Paste', CONTEXT_MENU: 'Context menu', DEVTOOLS: 'Developer tools',
  BLOCKED_SHORTCUT: 'Blocked shortcut', CAMERA_OFF: 'Camera off', MICROPHONE_OFF: 'Microphone off', FACE_MISMATCH: 'Face mismatch',
  TYPING_SAMPLE: 'Typing speed', MOUSE_SAMPLE: 'Mouse speed', ANSWER_TIMING: 'Answer timing', HEARTBEAT: 'Heartbeat',
};

const alertWords: Record<string, string> = {
  ...eventWords, RISK_MEDIUM: 'Risk is medium', RISK_HIGH: 'Risk is high', INTEGRITY: 'Integrity fell', EVENT_LIMIT: 'Limit of events reached',
};

/** A type of event or alert in words; one that is newer than this page as it is written. */
export const typeWords = (type: string): string => alertWords[type] ?? type.toLowerCase().replaceAll('_', ' ');

const componentNames: Record<string, string> = {
  typing: 'Typing', tabSwitches: 'Tab switches', mouse: 'Mouse', answerSpeed: 'Answer speed', focusLoss: 'Focus loss',
};

export const componentWords = (name: string): string => componentNames[name] ?? name;

const factWords: Record<string, string> = {
  sessionScheduled: 'Scheduled', candidateCheckedIn: 'Candidate checked in', sessionStarted: 'Started', sessionPaused: 'Paused',
  sessionResumed: 'Resumed', timeGranted: 'Time granted', sessionSubmitted: 'Submitted', sessionTimedOut: 'Time ran out',
  sessionTerminated: 'Terminated', sessionAbandoned: 'Abandoned', sessionCancelled: 'Cancelled', candidateMissing: 'Candidate missing',
  candidateReturned: 'Candidate returned', sessionFinalized: 'All events scored', lateEventsScored: 'Late events scored',
  sessionLimited: 'Limit of events reached', sessionReviewed: 'Reviewed',
  integrityOverridden: 'Integrity set by hand', integrityOverrideRemoved: 'Integrity set by hand taken back',
};

export function historyWords(item: HistoryItem): string {
  const what = factWords[item.what] ?? item.what;
  if (item.minutes !== undefined) return `${what}: ${item.minutes} min`;
  if (item.score !== undefined) return `${what}: ${item.score}`;
  return item.decision ? `${what}: ${decisionWords[item.decision]}` : what;
}
