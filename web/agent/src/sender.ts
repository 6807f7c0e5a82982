import { createBackoff, readRetryAfter } from './backoff.js';
import type { Clock } from './clock.js';
import type { CapturedEvent } from './events.js';
import type { Queue } from './queue.js';
import type { Token } from './token.js';
import { Over, Trouble } from './trouble.js';
import { fitting, type Reply, toBody } from './wire.js';

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
  token: Token;
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
  /** Sends now, or as soon as the backend has asked to be let alone until; resolves when nothing waits, or it failed again. */
  flush(): Promise<void>;
  /** The same without waiting for anything: the page goes away. */
  leave(): void;
  /** There is another token. */
  resume(): void;
  close(): void;
}

const mostEvents = 100;
const patienceMs = 20_000;
/** At most so many requests within so many milliseconds, however fast events come. */
const burst = 10;
const burstMs = 2_500;
/** When the backend has refused every event of a request by itself, none waits for the time it names, and a grave one must not. */
const fullMs = 5_000;

export function createSender(options: SenderOptions): Sender {
  const { queue, clock, token } = options;
  const backoff = createBackoff();
  const recent: number[] = [];
  const restamped = new Set<string>();
  let delivery: Delivery = 'open';
  let online = true;
  let lastAcceptedSeq = 0;
  let limit = mostEvents;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let notBefore = 0;
  /** Until then the backend asked to be let alone. */
  let askedUntil = 0;
  let unauthorized = 0;
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
    if (error instanceof Over) return end(error.message);
    const trouble = error instanceof Trouble ? error : new Trouble();
    online = trouble.answered;
    askedUntil = performance.now() + trouble.retryAfterMs;
    notBefore = performance.now() + backoff.next(trouble.retryAfterMs);
    wake(0);
  }

  async function drain() {
    while (delivery === 'open' && !closed) {
      const events = fitting(await queue.read(limit));
      if (events.length === 0) return;
      await token.refresh();
      await deliver(events);
      options.onprogress();
    }
  }

  async function deliver(events: CapturedEvent[]) {
    recent.push(performance.now());
    if (recent.length > burst) recent.shift();
    const sentWith = token.value;
    const { status, retryAfterMs, body } = await post(events, document.hidden);
    online = true;
    if (status === 401) return replace(sentWith);
    unauthorized = 0;
    const isJudged = Array.isArray(body?.refused);
    if (status === 202 || (status === 400 && isJudged)) return settle(events, body!);
    if (status === 429 && isJudged) {
      // The session has had all the ordinary events that it may have.
      await settle(events, body!);
      throw new Trouble(Math.min(retryAfterMs, fullMs));
    }
    if (status === 400 || status === 413) return split(events, body);
    if (status >= 500 || status === 408 || status === 425 || status === 429 || status < 400) throw new Trouble(retryAfterMs);
    throw new Over(body?.detail ?? `The backend answered ${status}.`);
  }

  async function post(events: CapturedEvent[], keepalive: boolean) {
    const sentAt = clock.now();
    const reply = await fetch(options.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      body: toBody(events, clock),
      keepalive,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => { throw new Trouble(0, false); });
    const arrivedAt = clock.now();
    const body = await reply.json().catch(() => undefined) as Reply | undefined;
    clock.learn(body?.receivedAt, reply.headers.get('date'), sentAt, arrivedAt);
    return { status: reply.status, retryAfterMs: readRetryAfter(reply.headers.get('retry-after'), clock.now() + clock.offset), body };
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

  async function replace(refused: string) {
    if (!await token.replace(refused)) delivery = 'unauthorized';
    // A fresh one is refused, too: more of them help no more.
    else if (unauthorized++ > 0) throw new Trouble();
  }

  function end(reason: string) {
    delivery = 'ended';
    options.onended(reason);
  }

  return {
    get delivery() { return delivery; },
    get online() { return online; },
    get lastAcceptedSeq() { return lastAcceptedSeq; },
    wake,
    async flush() {
      await running;
      const wait = askedUntil - performance.now();
      if (wait > 0 && queue.length > 0) await new Promise(resolve => setTimeout(resolve, wait));
      if (delivery === 'open' && !closed) await run();
    },
    leave() {
      // What is stored the next page sends, when the backend wants it.
      if (queue.durable && performance.now() < askedUntil) return;
      const events = fitting(queue.unsent().slice(0, mostEvents));
      if (events.length === 0 || delivery !== 'open') return;
      // The page may live on, in the browser's back and forward cache: then the reply counts.
      post(events, true).then(({ status, body }) => status === 202 ? settle(events, body ?? {}) : undefined).catch(() => {});
    },
    resume() {
      if (delivery === 'unauthorized') delivery = 'open';
      wake(0);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
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
