import { createBackoff, readRetryAfter } from './backoff.js';
import type { Clock } from './clock.js';
import type { CapturedEvent } from './events.js';
import type { Queue } from './queue.js';

/** An event that the backend will never take; it is not sent again. */
export interface Refusal {
  id: string;
  seq?: number;
  type: string;
  field: string;
  reason: string;
}

/** `unauthorized` until another token comes; `ended` for good. */
export type Delivery = 'open' | 'unauthorized' | 'ended';

export interface SenderOptions {
  url: string;
  /** Tabs of the same session send one after the other. */
  lock: string;
  token: string;
  renewToken?: (() => Promise<string | null>) | undefined;
  queue: Queue;
  clock: Clock;
  onprogress(): void;
  onrefused(refusals: Refusal[]): void;
  onended(reason: string): void;
}

export interface Sender {
  readonly delivery: Delivery;
  /** Whether the backend answered when it was asked last. */
  readonly online: boolean;
  /** The highest number that the backend has taken from this page. */
  readonly lastAcceptedSeq: number;
  /** Sends what waits, in so many milliseconds at the latest. */
  wake(delayMs: number): void;
  /** Sends now, however long ago the last failure is; resolves when nothing waits, or it failed again. */
  flush(): Promise<void>;
  /** The same without waiting for anything: the page goes away. */
  leave(): void;
  setToken(token: string): void;
  close(): void;
}

const mostEvents = 100;
/** Browsers let all requests that outlive their page have 64 KB together. */
const mostBytes = 60_000;
const patienceMs = 20_000;
/** At most so many requests within so many milliseconds, however fast events come. */
const burst = 10;
const burstMs = 2_500;

/** What a failed attempt asks for: to wait and try again. */
class Trouble extends Error {
  readonly retryAfterMs: number;
  readonly answered: boolean;

  constructor(retryAfterMs = 0, answered = true) {
    super();
    this.retryAfterMs = retryAfterMs;
    this.answered = answered;
  }
}

export function createSender(options: SenderOptions): Sender {
  const { queue, clock } = options;
  const backoff = createBackoff();
  const recent: number[] = [];
  const restamped = new Set<string>();
  let { token } = options;
  let delivery: Delivery = 'open';
  let online = true;
  let lastAcceptedSeq = 0;
  let limit = mostEvents;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let notBefore = 0;
  let running: Promise<void> | undefined;

  function wake(delayMs: number) {
    if (closed || delivery !== 'open') return;
    const now = performance.now();
    const free = recent.length < burst ? 0 : recent[0]! + burstMs;
    const at = Math.min(dueAt, Math.max(now + delayMs, notBefore, free));
    const isTimed = at === dueAt && timer !== undefined;
    dueAt = at;
    if (running || (isTimed && at > now)) return;
    clearTimeout(timer);
    // Timers of hidden pages are late, by up to a minute: what is overdue goes with the next event.
    if (at <= now) void run();
    else timer = setTimeout(run, at - now);
  }

  function run(): Promise<void> {
    if (running) return running;
    clearTimeout(timer);
    timer = undefined;
    dueAt = Infinity;
    return running = exclusively(options.lock, drain)
      .then(() => { backoff.reset(); notBefore = 0; }, rest)
      .then(() => {
        running = undefined;
        const wanted = dueAt;
        dueAt = Infinity;
        if (wanted < Infinity) wake(wanted - performance.now());
        options.onprogress();
      });
  }

  function rest(error: unknown) {
    const trouble = error instanceof Trouble ? error : new Trouble();
    online = trouble.answered;
    notBefore = performance.now() + backoff.next(trouble.retryAfterMs);
    wake(0);
  }

  async function drain() {
    while (delivery === 'open' && !closed) {
      const events = fitting(await queue.read(limit));
      if (events.length === 0) return;
      await deliver(events);
      options.onprogress();
    }
  }

  async function deliver(events: CapturedEvent[]) {
    recent.push(performance.now());
    if (recent.length > burst) recent.shift();
    const sentWith = token;
    const { status, retryAfterMs, body } = await post(events, document.hidden);
    online = true;
    if (status === 202 || (status === 400 && Array.isArray(body?.refused))) return settle(events, body!);
    if (status === 401) return renew(sentWith);
    if (status === 400 || status === 413) return split(events, body);
    if (status >= 500 || status === 408 || status === 425 || status === 429 || status < 400) throw new Trouble(retryAfterMs);
    end(body?.detail ?? `The backend answered ${status}.`);
  }

  async function post(events: CapturedEvent[], keepalive: boolean) {
    const sentAt = clock.now();
    const reply = await fetch(options.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: toBody(events),
      keepalive,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => { throw new Trouble(0, false); });
    const arrivedAt = clock.now();
    const body = await reply.json().catch(() => undefined) as Reply | undefined;
    clock.learn(body?.receivedAt, reply.headers.get('date'), sentAt, arrivedAt);
    return { status: reply.status, retryAfterMs: readRetryAfter(reply.headers.get('retry-after'), clock.now()), body };
  }

  async function settle(events: CapturedEvent[], { accepted = [], refused = [] }: Reply) {
    const taken = new Set(accepted);
    const done = events.filter(event => taken.has(event.id));
    for (const event of done) lastAcceptedSeq = Math.max(lastAcceptedSeq, event.seq ?? 0);
    const refusals: Refusal[] = [];
    let again = 0;
    for (const { index, field, reason } of refused) {
      const event = events[index];
      if (!event) continue;
      // This reply told the server's time: with that the event gets a second chance.
      if (field === 'occurredAt' && clock.known && !restamped.has(event.id)) {
        restamped.add(event.id);
        again++;
        continue;
      }
      done.push(event);
      refusals.push({ id: event.id, ...(event.seq && { seq: event.seq }), type: event.type, field, reason });
    }
    await queue.remove(done);
    limit = Math.min(mostEvents, limit * 2);
    if (refusals.length > 0) options.onrefused(refusals);
    // A reply that names none of them comes from something else than the backend.
    if (done.length + again === 0) throw new Trouble();
  }

  /** Too large, or something in it that the backend cannot read: smaller requests find the one. */
  async function split(events: CapturedEvent[], body: Reply | undefined) {
    if (events.length > 1) {
      limit = Math.ceil(events.length / 2);
      return;
    }
    await settle(events, { refused: [{ index: 0, field: 'body', reason: body?.detail ?? 'is not acceptable' }] });
  }

  async function renew(sentWith: string) {
    if (token !== sentWith) return; // Somebody set another one in the meantime.
    if (!options.renewToken) {
      delivery = 'unauthorized';
      return;
    }
    const fresh = await options.renewToken();
    if (fresh === null) return end('The session gives no token any more.');
    const changed = fresh !== token;
    token = fresh;
    if (!changed) throw new Trouble();
  }

  function end(reason: string) {
    delivery = 'ended';
    options.onended(reason);
  }

  function toBody(events: CapturedEvent[]) {
    const latest = clock.now() + clock.offset;
    return `{"events":[${events.map(event => JSON.stringify(toWire(event, clock.offset, latest))).join()}]}`;
  }

  return {
    get delivery() { return delivery; },
    get online() { return online; },
    get lastAcceptedSeq() { return lastAcceptedSeq; },
    wake,
    async flush() {
      await running;
      if (delivery === 'open' && !closed) await run();
    },
    leave() {
      const events = fitting(queue.unsent().slice(0, mostEvents));
      if (events.length === 0 || delivery !== 'open') return;
      // The page may live on, in the browser's back and forward cache: then the reply counts.
      post(events, true).then(({ status, body }) => status === 202 ? settle(events, body ?? {}) : undefined).catch(() => {});
    },
    setToken(value) {
      token = value;
      if (delivery === 'unauthorized') delivery = 'open';
      wake(0);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

interface Reply {
  accepted?: string[];
  refused?: { index: number; field: string; reason: string }[];
  receivedAt?: string;
  detail?: string;
}

/** As the backend takes it. Nothing occurs after it is sent: a clock that was set must not have the event refused. */
function toWire({ at, corrected, ...event }: CapturedEvent, offset: number, latest: number) {
  return { ...event, occurredAt: new Date(Math.min(corrected ? at : at + offset, latest)).toISOString() };
}

/** The first events, as many as a request may hold; at least one. */
function fitting(events: CapturedEvent[]) {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = events.findIndex(event => (bytes += encoder.encode(JSON.stringify(event)).length + 32) > mostBytes);
  return end < 0 ? events : events.slice(0, Math.max(1, end));
}

/** Without the lock where there is none: on pages without HTTPS, in sandboxed frames. What two tabs then send twice, the backend takes once. */
async function exclusively(name: string, act: () => Promise<void>): Promise<void> {
  let held = false;
  try {
    await navigator.locks?.request(name, () => {
      held = true;
      return act();
    });
  } catch (error) {
    if (held) throw error;
  }
  if (!held) await act();
}
