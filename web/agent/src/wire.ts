import type { Clock } from './clock.js';
import type { CapturedEvent } from './events.js';

/** What the backend answers, as far as it was the backend. */
export interface Reply {
  accepted?: string[];
  refused?: { index: number; field: string; reason: string }[];
  receivedAt?: string;
  detail?: string;
}

/** Browsers let all requests that outlive their page have 64 KB together. */
const mostBytes = 60_000;

/** A request's body. Nothing occurs after it is sent: a clock that was set must not have the event refused. */
export function toBody(events: readonly CapturedEvent[], clock: Clock): string {
  const latest = clock.now() + clock.offset;
  const wire = events.map(({ at, corrected, ...event }) =>
    JSON.stringify({ ...event, occurredAt: new Date(Math.min(corrected ? at : at + clock.offset, latest)).toISOString() }));
  return `{"events":[${wire.join()}]}`;
}

/** The first events, as many as a request may hold; at least one. */
export function fitting(events: CapturedEvent[]): CapturedEvent[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = events.findIndex(event => (bytes += encoder.encode(JSON.stringify(event)).length + 32) > mostBytes);
  return end < 0 ? events : events.slice(0, Math.max(1, end));
}
