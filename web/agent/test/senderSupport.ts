import { afterEach, beforeEach, vi } from 'vitest';
import { createClock } from '../src/clock.js';
import { createEvent, type EventType } from '../src/events.js';
import { createQueue } from '../src/queue.js';
import { createSender, type Refusal, type Sender } from '../src/sender.js';
import { createToken, type Renew } from '../src/token.js';
import { Backend } from './support.js';

/** What a test's senders meet and what became of it; anew for each test. */
export const world = { backend: undefined as unknown as Backend, refusals: [] as Refusal[], ended: [] as string[] };

const senders: Sender[] = [];

/** A sender alone, without IndexedDB, by timers that stand still. */
export function sender(renew?: Renew) {
  const clock = createClock();
  const queue = createQueue('memory', Promise.reject(new Error('no IndexedDB')));
  const token = createToken({ sessionToken: 'token-1' }, renew, clock);
  const result = createSender({
    url: 'https://backend.example/events', lock: 'memory', token, queue, clock,
    onprogress() {}, onrefused: some => world.refusals.push(...some), onended: reason => world.ended.push(reason),
  });
  senders.push(result);
  const add = (type: EventType, details = {}) => {
    const event = { ...createEvent(type, details, clock.now()), corrected: false };
    queue.add(event);
    return event.id;
  };
  return { queue, clock, token, add, ...result, sender: result };
}

export const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

export function standStill() {
  beforeEach(() => {
    Object.assign(world, { backend: new Backend(), refusals: [], ended: [] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    vi.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    senders.splice(0).forEach(some => some.close());
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}
