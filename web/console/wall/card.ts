import type {
  Alert, AlertMessage, Presence, RiskLevel, ScoreMessage, Session, SessionMessage, SessionStatus, Severity,
} from '../../shared/types';

/** An alert that nobody has seen to. */
export interface OpenAlert {
  readonly id: string;
  readonly sessionId: string;
  readonly type: string;
  readonly severity: Severity;
  readonly message: string;
  /** When it occurred, in ms. */
  readonly at: number;
  /** Of a summary: how many alerts it stands for; 0 of an alert of its own. */
  readonly count: number;
  /** The moment at which it was heard live; 0 when it was read. */
  readonly heard: Moment;
  /** When it was heard live, in ms; null when it was read. */
  readonly heardAt: number | null;
}

/** Counts what arrives, so that what was heard after a request was sent is not taken away by its answer. */
export type Moment = number;

/**
 * A session as the wall shows it. Immutable; every function below gives the same object when nothing changed. What is read
 * over HTTP and what is heard live come in any order and more than once: the versions tell what is older than what is shown,
 * separately for the life and the score, because a message carries only one of them.
 */
export interface Card {
  readonly id: string;
  readonly candidateId: string;
  readonly examId: string | null;
  readonly status: SessionStatus;
  readonly startedAt: number | null;
  readonly deadline: number | null;
  /** Of a paused session: seconds left when it goes on. */
  readonly remaining: number | null;
  readonly presence: Presence;
  readonly lastSeen: number | null;
  readonly endedAt: number | null;
  readonly integrity: number;
  readonly risk: number;
  readonly level: RiskLevel;
  /** Newest first. */
  readonly alerts: readonly OpenAlert[];
  /** Open alerts that are too many to be listed. */
  readonly unlisted: number;
  /** Alerts known to be resolved, whose late repetition must not bring them back. */
  readonly resolved: ReadonlySet<string>;
  readonly lifeVersion: number;
  readonly scoreVersion: number;
}

export const isOver = (status: SessionStatus): boolean => !['scheduled', 'ready', 'running', 'paused'].includes(status);

export const severityRank: Record<Severity, number> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** The most severe open alert, the newest of them. */
export const worstAlert = (card: Card): OpenAlert | undefined =>
  card.alerts.reduce<OpenAlert | undefined>((worst, alert) => (worst && severityRank[worst.severity] >= severityRank[alert.severity] ? worst : alert), undefined);

/** A summary comes again under its id, each time for more alerts; anything else that comes again is the same. */
export const hasGrown = (alert: { count?: number }, known: { count?: number }): boolean => (alert.count ?? 0) > (known.count ?? 0);

/** Whether it was heard so lately that the eye should be caught. */
export const isNews = (alert: OpenAlert, now: number): boolean => alert.heardAt !== null && now - alert.heardAt < 2_000;

export const openCount = (card: Card): number => card.alerts.length + card.unlisted;

const time = (text: string | null): number | null => (text === null ? null : Date.parse(text));
const opened = ({ id, sessionId, type, severity, message, at, count }: Alert | AlertMessage, heard: Moment, heardAt: number | null): OpenAlert =>
  ({ id, sessionId, type, severity, message, at: Date.parse(at), count: count ?? 0, heard, heardAt });
const newestFirst = (a: OpenAlert, b: OpenAlert): number => b.at - a.at || (a.id < b.id ? 1 : -1);
const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

/** @param asked The moment at which the session was asked for. */
export function onRead(card: Card | undefined, session: Session, asked: Moment): Card {
  const isNewLife = !card || session.version >= card.lifeVersion;
  const isNewScore = !card || session.version >= card.scoreVersion;
  const before = card ?? blank;
  const alerts = session.openAlerts ? readAlerts(before, session, asked) : { alerts: before.alerts, unlisted: before.unlisted };
  return {
    ...before,
    id: session.id,
    candidateId: session.candidateId,
    examId: session.examId,
    startedAt: time(session.startedAt),
    lastSeen: later(before.lastSeen, time(session.lastSeenAt)),
    ...(isNewLife && {
      status: session.status,
      deadline: time(session.deadline),
      remaining: session.remainingSeconds,
      presence: session.presence ?? 'present',
      endedAt: time(session.endedAt),
      lifeVersion: session.version,
    }),
    ...(isNewScore && {
      integrity: session.integrity.score,
      risk: session.risk.score,
      level: session.risk.level,
      scoreVersion: session.version,
    }),
    ...alerts,
  };
}

/** What is listed is open unless it was heard to be resolved; what is not listed is open only if it was heard since. */
function readAlerts(card: Card, session: Session, asked: Moment): Pick<Card, 'alerts' | 'unlisted'> {
  const listed = session.openAlerts!;
  const known = new Map(card.alerts.map((alert) => [alert.id, alert]));
  const isWhole = listed.length >= session.alerts.open;
  const alerts = listed
    .filter((alert) => !card.resolved.has(alert.id))
    .map((alert) => {
      const before = known.get(alert.id);
      return before && !hasGrown(alert, before) ? before : opened(alert, before?.heard ?? 0, before?.heardAt ?? null);
    });
  const ids = new Set(alerts.map((alert) => alert.id));
  for (const alert of card.alerts) {
    if (!ids.has(alert.id) && (alert.heard > asked || !isWhole)) alerts.push(alert);
  }
  return { alerts: alerts.sort(newestFirst), unlisted: isWhole ? 0 : Math.max(0, session.alerts.open - alerts.length) };
}

export function onScore(card: Card, message: ScoreMessage): Card {
  if (message.version <= card.scoreVersion) return card;
  return {
    ...card,
    integrity: message.integrity,
    risk: message.risk,
    level: message.level,
    scoreVersion: message.version,
    lastSeen: later(card.lastSeen, time(message.lastSeenAt)),
  };
}

/** @param now The server's time in ms. */
export function onSession(card: Card, message: SessionMessage, now: number): Card {
  if (message.version <= card.lifeVersion) return card;
  return {
    ...card,
    status: message.status,
    deadline: time(message.deadline),
    remaining: message.remainingSeconds,
    presence: message.presence,
    lastSeen: later(card.lastSeen, time(message.lastSeenAt)),
    endedAt: isOver(message.status) ? (card.endedAt ?? now) : null,
    lifeVersion: message.version,
  };
}

/** @param now The server's time in ms. */
export function onAlert(card: Card, message: AlertMessage, heard: Moment, now: number): Card {
  const known = card.alerts.find((alert) => alert.id === message.id);
  if (card.resolved.has(message.id) || (known && !hasGrown(message, known))) return card;
  return { ...card, alerts: [...card.alerts.filter((alert) => alert !== known), opened(message, heard, now)].sort(newestFirst) };
}

/** @param message Without `open`: resolved here, and the message is still to come. */
export function onResolved(card: Card, message: { id: string; open?: number }): Card {
  if (card.resolved.has(message.id)) return card;
  const alerts = card.alerts.filter((alert) => alert.id !== message.id);
  const isListed = alerts.length < card.alerts.length;
  const unlisted = isListed ? card.unlisted : Math.min(card.unlisted, Math.max(0, (message.open ?? Infinity) - alerts.length));
  return { ...card, alerts, unlisted, resolved: new Set([...card.resolved, message.id]) };
}

const blank: Card = {
  id: '', candidateId: '', examId: null, status: 'scheduled', startedAt: null, deadline: null, remaining: null, presence: 'present',
  lastSeen: null, endedAt: null, integrity: 100, risk: 0, level: 'low', alerts: [], unlisted: 0, resolved: new Set(),
  lifeVersion: 0, scoreVersion: 0,
};
