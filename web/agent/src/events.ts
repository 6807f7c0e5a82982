/** The types that the backend knows, in its catalogue's order. */
export const eventTypes = [
  'LOOKING_AWAY', 'NO_FACE', 'MULTIPLE_FACES', 'OBJECT_DETECTED', 'EYE_CLOSED', 'AUDIO_SUSPICIOUS', 'TAB_SWITCH', 'FOCUS_LOST',
  'FULLSCREEN_EXIT', 'COPY', 'PASTE', 'CONTEXT_MENU', 'DEVTOOLS', 'BLOCKED_SHORTCUT', 'CAMERA_OFF', 'MICROPHONE_OFF',
  'FACE_MISMATCH', 'TYPING_SAMPLE', 'MOUSE_SAMPLE', 'ANSWER_TIMING', 'HEARTBEAT',
] as const;

export type EventType = (typeof eventTypes)[number];

/** What may be said of an event beside its type. */
export interface EventDetails {
  /** How sure the detector is, 0 to 1. */
  confidence?: number | undefined;
  /** Milliseconds, 0 to a week. Required for FOCUS_LOST. */
  durationMs?: number | undefined;
  /** At most 200 characters, shown to proctors. */
  label?: string | undefined;
  /** JSON of at most 8 KB, nested at most 16 deep. */
  data?: Readonly<Record<string, unknown>> | undefined;
  /** By this machine's clock, now if not given; the agent corrects it by the server's clock. */
  occurredAt?: Date | number | undefined;
}

/** An event as it is kept until the backend has it. */
export interface CapturedEvent {
  id: string;
  type: EventType;
  /** Milliseconds since 1970. */
  at: number;
  /** Whether `at` was corrected when the event was captured; else it is corrected when it is sent. */
  corrected: boolean;
  /** The running number; missing where nothing durable is there to count it. */
  seq?: number;
  confidence?: number;
  durationMs?: number;
  label?: string;
  data?: object;
}

export type Emit = (type: EventType, details?: EventDetails) => string | undefined;

/** Ends what a capture or a watch began. */
export type Stop = () => void;

const maxLabel = 200;
const maxDataBytes = 8 * 1024;
const maxDataDepth = 16;
const maxSample = 1_000_000;
/** Beyond a little more than this there are no dates: one that cannot be written would keep all others from being sent. */
const maxTime = 8e15;
export const maxDurationMs = 7 * 24 * 3_600_000;

const sampleFields: Partial<Record<EventType, string>> = { TYPING_SAMPLE: 'wpm', MOUSE_SAMPLE: 'pxPerSecond', ANSWER_TIMING: 'seconds' };

/**
 * An event with an id of its own. Throws a RangeError that names the field where the backend would refuse: a refused event would
 * leave a gap in the running numbers.
 */
export function createEvent(type: EventType, details: EventDetails, now: number): Omit<CapturedEvent, 'corrected'> {
  const { confidence, durationMs, label, data, occurredAt } = details;
  require(eventTypes.includes(type), 'type', 'is not a known event type');
  require(confidence === undefined || isWithin(confidence, 1), 'confidence', 'must be a number from 0 to 1');
  require(durationMs === undefined ? type !== 'FOCUS_LOST' : isWithin(durationMs, maxDurationMs),
    'durationMs', `must be a number from 0 to ${maxDurationMs}`);
  require(label === undefined || (typeof label === 'string' && label.length <= maxLabel && !halfPair.test(label)),
    'label', `must be a text of at most ${maxLabel} characters`);
  const at = occurredAt === undefined ? now : +occurredAt;
  require(Math.abs(at) <= maxTime, 'occurredAt', 'must be a time');
  const kept = data === undefined ? undefined : keptData(data);
  requireSample(type, kept);
  return {
    id: newId(), type, at,
    ...(confidence !== undefined && { confidence }),
    ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }),
    ...(label !== undefined && { label }),
    ...(kept && { data: kept }),
  };
}

const halfPair = /\p{Cs}/u;

function require(holds: boolean, field: string, reason: string): asserts holds {
  if (!holds) throw new RangeError(`${field} ${reason}`);
}

function isWithin(value: unknown, max: number) {
  return typeof value === 'number' && value >= 0 && value <= max;
}

// A copy: the page may change its object while the event waits, and not everything can be stored.
function keptData(data: object): Record<string, unknown> {
  const json = JSON.stringify(data);
  require(json?.[0] === '{', 'data', 'must be an object');
  require(new TextEncoder().encode(json).length <= maxDataBytes, 'data', `must be at most ${maxDataBytes} bytes`);
  const copy = JSON.parse(json) as Record<string, unknown>;
  require(isAcceptable(copy, maxDataDepth), 'data', `must be well-formed text, nested at most ${maxDataDepth} deep`);
  return copy;
}

function isAcceptable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !halfPair.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([name, inner]) => !halfPair.test(name) && isAcceptable(inner, depth - 1));
}

function requireSample(type: EventType, data: Record<string, unknown> | undefined) {
  const field = sampleFields[type];
  if (!field) return;
  require(isWithin(data?.[field], maxSample), `data.${field}`, `must be a number from 0 to ${maxSample}`);
  if (type !== 'ANSWER_TIMING') return;
  const id = data?.questionId;
  require(typeof id === 'string' && id.length > 0 && id.length <= maxLabel, 'data.questionId', `must be 1 to ${maxLabel} characters`);
}

// crypto.randomUUID is missing on pages without HTTPS.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
