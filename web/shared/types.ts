/** The JSON of the HTTP API and of the live messages. Times are ISO 8601 UTC, ids are opaque. */

export type Role = 'admin' | 'proctor' | 'reviewer' | 'candidate';

export interface User {
  id: string;
  organizationId: string;
  name: string;
  email: string;
  role: Role;
}

export interface NewUser {
  name: string;
  email: string;
  /** 8 to 128 characters. */
  password: string;
  role: Role;
}

export interface Login {
  accessToken: string;
  expiresAt: string;
  refreshToken: string;
  user: User;
}

/** One of those that an e-mail address and a password fit. */
export interface Organization {
  id: string;
  name: string;
}

export type Sensitivity = 'low' | 'medium' | 'high';

export interface Exam {
  id: string;
  title: string;
  durationMinutes: number;
  description: string | null;
  totalQuestions: number | null;
  scheduledAt: string | null;
  instructions: string | null;
  sensitivity: Sensitivity;
  allowTabSwitch: boolean;
  allowCopyPaste: boolean;
  createdAt: string;
  version: number;
}

export interface NewExam {
  title: string;
  durationMinutes: number;
  description?: string;
  totalQuestions?: number;
  scheduledAt?: string;
  instructions?: string;
  sensitivity?: Sensitivity;
  allowTabSwitch?: boolean;
  allowCopyPaste?: boolean;
}

export type SessionStatus =
  | 'scheduled' | 'ready' | 'running' | 'paused'
  | 'submitted' | 'timedOut' | 'terminated' | 'abandoned' | 'cancelled';

export type Presence = 'present' | 'missing';
export type RiskLevel = 'low' | 'medium' | 'high';
export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';
export type ReviewDecision = 'cleared' | 'confirmed' | 'secondReview';

export interface Integrity {
  /** 0 to 100: the override's if there is one. */
  score: number;
  computed: number;
  override: { score: number; by: string; reason: string; at: string } | null;
}

export interface RiskComponent {
  name: string;
  /** 0 to 1; the weights of a session sum to 1, and what is not counted weighs 0. */
  weight: number;
  /** 0 to 1. */
  value: number;
  why: string;
}

export interface Risk {
  /** 0 to 1. */
  score: number;
  level: RiskLevel;
  components: RiskComponent[];
}

/** What everybody who may read a session gets of it. */
export interface SessionFacts {
  id: string;
  organizationId: string;
  candidateId: string;
  examId: string | null;
  status: SessionStatus;
  /** Why it is paused or has ended, where a reason was given. */
  reason?: string;
  scheduledAt: string | null;
  startedAt: string | null;
  /** Null before the start, and while it is paused: the clock stands. */
  deadline: string | null;
  endedAt: string | null;
  /** The time allowed in all, with what was granted. */
  durationSeconds: number;
  /** Of a paused session: the working time left when it goes on. */
  remainingSeconds: number | null;
  /** Of a running session. */
  presence: Presence | null;
  /** When the candidate was last heard of, by the server's clock; null before the start. */
  lastSeenAt: string | null;
  /** Rises with what people and the lifecycle decide; what `If-Match` compares. */
  lifecycleVersion: number;
  /** Rises with every change, also of the score: orders replies and messages. */
  version: number;
}

/** A session as its candidate gets it: without any figure. */
export interface OwnSession extends SessionFacts {
  integrity: null;
  risk: null;
  counts: null;
  alerts: null;
}

/** A session as proctors, reviewers and admins get it. */
export interface Session extends SessionFacts {
  integrity: Integrity;
  risk: Risk;
  counts: Partial<Record<EventType, number>>;
  alerts: { open: number; total: number };
  /** Newest first, at most 50; in lists that were asked for with `alerts: 'open'`. */
  openAlerts?: Alert[];
  review?: { decision: ReviewDecision; note: string | null; by: string | null; at: string };
  /** Running numbers of its events that never came; at most 100 ranges of them, both ends included. */
  missing?: { count: number; ranges: { from: number; to: number }[] };
  /** Whether it had all the events that it may have: since then ordinary ones are only counted. */
  limited?: boolean;
}

export interface NewSession {
  candidateId: string;
  /** An interview has no exam but a duration. */
  examId?: string;
  durationMinutes?: number;
  scheduledAt?: string;
}

/** What starting a session gives: the token is all that event ingest needs. */
export type Started<T extends SessionFacts = OwnSession> = T & {
  sessionToken: string;
  /** Starting again gives another one. */
  sessionTokenExpiresAt?: string;
  /** The highest running number that came; a browser that does not remember goes on above it. */
  lastSeq: number;
};

export const eventTypes = [
  'LOOKING_AWAY', 'NO_FACE', 'MULTIPLE_FACES', 'OBJECT_DETECTED', 'EYE_CLOSED', 'AUDIO_SUSPICIOUS', 'TAB_SWITCH', 'FOCUS_LOST',
  'FULLSCREEN_EXIT', 'COPY', 'PASTE', 'CONTEXT_MENU', 'DEVTOOLS', 'BLOCKED_SHORTCUT', 'CAMERA_OFF', 'MICROPHONE_OFF',
  'FACE_MISMATCH', 'TYPING_SAMPLE', 'MOUSE_SAMPLE', 'ANSWER_TIMING', 'HEARTBEAT',
] as const;

export type EventType = (typeof eventTypes)[number];

export interface ScoredEvent {
  id: string;
  type: EventType;
  occurredAt: string;
  seq?: number;
  confidence?: number;
  durationMs?: number;
  label?: string;
  data?: Record<string, unknown>;
  receivedAt: string;
  late: boolean;
  /** Dated before the session's start, which cannot be: it counts at the time it was received. */
  beforeStart?: boolean;
  /** Points that it took from the integrity. */
  deduction: number;
  /** The rule that applied. */
  reason: string;
}

export interface Statistics {
  total: number;
  byType: Partial<Record<EventType, number>>;
  bySeverity: Partial<Record<Severity, number>>;
  /** By whole minutes since the start; minutes without an event are left out. */
  timeline: { minute: number; count: number }[];
}

interface AlertFacts {
  id: string;
  sessionId: string;
  /** An event type, or RISK_MEDIUM, RISK_HIGH, INTEGRITY, EVENT_LIMIT. */
  type: string;
  severity: Severity;
  message: string;
  /** The session's risk at that moment. */
  risk: number;
  at: string;
  events: string[];
  /** Of a summary: how many alerts it stands for. It grows, and comes again under the same id. */
  count?: number;
}

export interface Alert extends AlertFacts {
  status: 'open' | 'resolved';
  resolvedBy: string | null;
  resolvedAt: string | null;
  note: string | null;
}

export interface HistoryItem {
  what: string;
  who: { kind: 'user' | 'candidate' | 'system'; id: string | null };
  when: string;
  why: string | null;
  minutes?: number;
  /** 0 to 100: of a change of the integrity by hand, what is shown from then on. */
  score?: number;
  decision?: ReviewDecision;
  lastSeen?: string;
}

export type ReportFormat = 'pdf' | 'csv' | 'json';

export interface Report {
  id: string;
  status: 'pending' | 'ready' | 'failed';
  format: ReportFormat;
  size?: number;
  createdAt: string;
  /** Why it failed. */
  reason?: string;
  /** Which of the session's final reports it is, from 1; of one that somebody asked for none. */
  version?: number;
}

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

export interface AlertMessage extends AlertFacts {
  candidateId: string;
}

export interface ActivityMessage {
  sessionId: string;
  events: ScoredEvent[];
}

export interface ScoreMessage {
  sessionId: string;
  integrity: number;
  risk: number;
  level: RiskLevel;
  lastSeenAt: string | null;
  version: number;
}

export interface SessionMessage {
  sessionId: string;
  status: SessionStatus;
  deadline: string | null;
  remainingSeconds: number | null;
  presence: Presence;
  lastSeenAt: string | null;
  reason?: string;
  version: number;
}

/** An alert that a proctor has seen to. */
export interface ResolvedMessage {
  id: string;
  sessionId: string;
  resolvedBy: string | null;
  resolvedAt: string | null;
  note: string | null;
  /** Alerts of the session that are still open. */
  open: number;
  version: number;
}

export interface AckMessage {
  sessionId: string;
  accepted: number;
  upToSeq: number;
}

export interface ReportMessage {
  sessionId: string;
  reportId: string;
  format: ReportFormat;
  status: Report['status'];
}

/** The live messages by their method name. */
export interface LiveMessages {
  alert: AlertMessage;
  resolved: ResolvedMessage;
  activity: ActivityMessage;
  score: ScoreMessage;
  session: SessionMessage;
  ack: AckMessage;
  report: ReportMessage;
}

/** What to hear: one session, an exam's, or with `{}` the whole organisation's. */
export type Subscription = { sessionId: string } | { examId: string } | Record<string, never>;
