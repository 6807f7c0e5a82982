import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../src/clock.js';
import { createEvent, type EventType } from '../src/events.js';
import { createQueue } from '../src/queue.js';
import { createSender, type Refusal, type Sender } from '../src/sender.js';
import { Backend, numbers, reply, type Sent } from './support.js';

let backend: Backend;
let refusals: Refusal[];
let ended: string[];
const senders: Sender[] = [];

function sender(renewToken?: () => Promise<string | null>) {
  const clock = createClock();
  const queue = createQueue('memory', Promise.reject(new Error('no IndexedDB')));
  const result = createSender({
    url: 'https://backend.example/events', lock: 'memory', token: 'token-1', renewToken, queue, clock,
    onprogress() {}, onrefused: some => refusals.push(...some), onended: reason => ended.push(reason),
  });
  senders.push(result);
  const add = (type: EventType, details = {}) => {
    const event = { ...createEvent(type, details, clock.now()), corrected: false };
    queue.add(event);
    return event.id;
  };
  return { queue, clock, add, ...result, sender: result };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  backend = new Backend();
  refusals = [];
  ended = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  senders.splice(0).forEach(some => some.close());
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('what nobody waits for goes together, after the time given', async () => {
  const { add, wake } = sender();
  add('HEARTBEAT');
  wake(2_000);
  await pass(1_900);
  expect(backend.requests).toHaveLength(0);
  add('TYPING_SAMPLE', { data: { wpm: 40 } });
  wake(2_000);
  await pass(200);
  expect(backend.requests.map(request => request.events.length)).toEqual([2]);
});

test('what somebody waits for takes along what waits', async () => {
  const { add, wake } = sender();
  add('HEARTBEAT');
  wake(2_000);
  add('PASTE');
  wake(0);
  await pass(0);
  expect(backend.requests.map(request => request.events.map(event => event.type))).toEqual([['HEARTBEAT', 'PASTE']]);
});

test('at most 100 events go in a request, in their order', async () => {
  const { add, flush } = sender();
  const ids = numbers(250).map(() => add('COPY'));
  await flush();
  expect(backend.requests.map(request => request.events.length)).toEqual([100, 100, 50]);
  expect(backend.requests.flatMap(request => request.events.map(event => event.id))).toEqual(ids);
});

test('a request stays below what may outlive the page', async () => {
  const { add, flush } = sender();
  for (const _ of numbers(60)) add('OBJECT_DETECTED', { data: { text: 'ü'.repeat(2_000) } });
  await flush();
  expect(backend.taken.size).toBe(60);
  expect(backend.requests.length).toBeGreaterThan(3);
  expect(Math.max(...backend.requests.map(request => request.bytes))).toBeLessThan(64_000);
});

test('a lost network is tried again, ever less often, with the same events', async () => {
  const { add, wake, sender: it } = sender();
  backend.answer = () => new TypeError('Failed to fetch');
  const id = add('COPY');
  wake(0);
  const times: number[] = [];
  for (let second = 0; second < 64; second++) {
    times.push(backend.requests.length);
    await pass(1_000);
  }
  // At 0, 1, 3, 7, 15, 31 and 61 s.
  expect(backend.requests).toHaveLength(7);
  expect(it.online).toBe(false);
  expect(new Set(backend.requests.flatMap(request => request.events.map(event => event.id)))).toEqual(new Set([id]));

  backend.answer = request => backend.accept(request);
  await pass(30_000);
  expect(it.online).toBe(true);
  expect(backend.taken.size).toBe(1);
});

test('new events do not cut a wait short, a flush does', async () => {
  const { add, wake, flush } = sender();
  backend.answer = () => reply(503, {});
  add('COPY');
  wake(0);
  await pass(0);
  add('PASTE');
  wake(0);
  await pass(900);
  expect(backend.requests).toHaveLength(1);
  backend.answer = request => backend.accept(request);
  await flush();
  expect(backend.taken.size).toBe(2);
});

test('what is overdue because timers are held back goes with the next event', async () => {
  const { add, wake } = sender();
  add('HEARTBEAT');
  wake(2_000);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 5_000);
  add('HEARTBEAT');
  wake(2_000);
  await pass(0);
  expect(backend.requests.map(request => request.events.length)).toEqual([2]);
});

test('Retry-After is honoured', async () => {
  const { add, wake } = sender();
  backend.answer = () => reply(503, {}, { 'retry-after': '12' });
  add('COPY');
  wake(0);
  await pass(11_900);
  expect(backend.requests).toHaveLength(1);
  await pass(1_200);
  expect(backend.requests).toHaveLength(2);
});

test('a reply that names no event proves nothing: they stay', async () => {
  const { add, wake, queue } = sender();
  const answers = [new Response('<html>Please log in to the hotel</html>', { status: 200 }), reply(202, { accepted: ['other'], refused: [] }), new Response('', { status: 202 })];
  backend.answer = request => answers.shift() ?? backend.accept(request);
  add('COPY');
  wake(0);
  await pass(3_500);
  expect(backend.taken.size).toBe(0);
  expect(queue.length).toBe(1);
  await pass(10_000);
  expect(backend.taken.size).toBe(1);
  expect(queue.length).toBe(0);
});

test('what is named as refused is reported and not sent again', async () => {
  const { add, flush, queue } = sender();
  const [good, bad] = [add('COPY'), add('NO_FACE')];
  backend.answer = () => reply(202, { accepted: [good], refused: [{ index: 1, id: bad, field: 'confidence', reason: 'must be a number' }] });
  await flush();
  expect(refusals).toEqual([{ id: bad, type: 'NO_FACE', field: 'confidence', reason: 'must be a number' }]);
  expect([queue.length, backend.requests.length]).toEqual([0, 1]);
});

test('a request of which nothing is acceptable is over, too', async () => {
  const { add, flush, queue } = sender();
  const id = add('COPY');
  backend.answer = () => reply(400, { detail: 'None.', refused: [{ index: 0, field: 'label', reason: 'is too long' }] });
  await flush();
  expect(refusals.map(refusal => [refusal.id, refusal.field])).toEqual([[id, 'label']]);
  expect(queue.length).toBe(0);
});

test.each([400, 413])('an answer of %d is narrowed down to the event at fault', async status => {
  const { add, flush } = sender();
  const ids = numbers(40).map(() => add('COPY'));
  const poison = ids[22]!;
  backend.answer = request => request.events.some(event => event.id === poison) ? reply(status, { detail: 'Too large.' }) : backend.accept(request);
  await flush();
  expect(refusals).toEqual([{ id: poison, type: 'COPY', field: 'body', reason: 'Too large.' }]);
  expect(backend.events.map(event => event.id)).toEqual(ids.filter(id => id !== poison));
});

test('without a valid token events wait for one', async () => {
  const { add, flush, setToken, sender: it } = sender();
  backend.answer = request => request.token === 'token-2' ? backend.accept(request) : reply(401, {});
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, backend.requests.length]).toEqual(['unauthorized', 1]);
  setToken('token-2');
  await pass(0);
  expect([it.delivery, backend.taken.size]).toEqual(['open', 1]);
});

test('a token is renewed where the page can', async () => {
  const { add, flush } = sender(() => Promise.resolve('token-2'));
  backend.answer = request => request.token === 'token-2' ? backend.accept(request) : reply(401, {});
  add('COPY');
  await flush();
  expect(backend.requests.map(request => request.token)).toEqual(['token-1', 'token-2']);
  expect(backend.taken.size).toBe(1);
});

test('a renewal that fails or helps nothing is tried again later', async () => {
  const renewals = [Promise.reject(new Error('offline')), Promise.resolve('token-1'), Promise.resolve('token-2')];
  renewals[0]!.catch(() => {});
  const { add, wake } = sender(() => renewals.shift()!);
  backend.answer = request => request.token === 'token-2' ? backend.accept(request) : reply(401, {});
  add('COPY');
  wake(0);
  await pass(500);
  expect(renewals).toHaveLength(2);
  await pass(5_000);
  expect(backend.taken.size).toBe(1);
});

test('the session is over when it gives no token any more', async () => {
  const { add, flush, sender: it } = sender(() => Promise.resolve(null));
  backend.answer = () => reply(401, {});
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, ended.length, backend.requests.length]).toEqual(['ended', 1, 1]);
});

test.each([403, 404, 409, 410])('the session is over when the backend answers %d', async status => {
  const { add, flush, sender: it, queue } = sender();
  backend.answer = () => reply(status, { detail: 'The session has ended.' });
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, ended, backend.requests.length, queue.length]).toEqual(['ended', ['The session has ended.'], 1, 1]);
});

test('events of a clock that is ahead are sent with the server\'s time', async () => {
  const { add, flush, clock } = sender();
  const server = Date.now();
  vi.setSystemTime(server + 3_600_000);
  const told = () => ({ date: new Date(server).toUTCString() });
  const tooLate = (sent: Sent) => sent.events.flatMap((event, index) => Date.parse(event.occurredAt) > server + 300_000 ? [{ index, field: 'occurredAt', reason: 'is ahead' }] : []);
  backend.answer = request => tooLate(request).length > 0
    ? reply(400, { refused: tooLate(request) }, told())
    : (backend.accept(request), reply(202, { accepted: request.events.map(event => event.id), refused: [] }, told()));
  const id = add('COPY');
  await flush();
  expect(refusals).toEqual([]);
  expect(backend.events.map(event => event.id)).toEqual([id]);
  expect(Math.abs(Date.parse(backend.events[0]!.occurredAt) - server)).toBeLessThan(1_500);
  expect(Math.abs(clock.offset + 3_600_000)).toBeLessThan(1_500);
});

test('an event whose time is refused twice is given up', async () => {
  const { add, flush } = sender();
  const id = add('COPY');
  backend.answer = () => reply(400, { refused: [{ index: 0, field: 'occurredAt', reason: 'is ahead' }] });
  await flush();
  expect([backend.requests.length, refusals.map(refusal => refusal.id)]).toEqual([2, [id]]);
});

test('however fast events come, requests do not', async () => {
  const { add, wake } = sender();
  for (const _ of numbers(400)) {
    add('LOOKING_AWAY');
    wake(0);
    await pass(10);
  }
  await pass(3_000);
  expect(backend.taken.size).toBe(400);
  // 10 at once, then 10 in every 2.5 s.
  expect(backend.requests.length).toBeLessThanOrEqual(30);
  expect(backend.requests.length).toBeGreaterThan(10);
});

test('a page that goes away sends what it has at once, in a request that outlives it', () => {
  const { add, leave, queue } = sender();
  add('COPY');
  return queue.settled().then(() => {
    leave();
    expect(backend.requests).toMatchObject([{ keepalive: true, events: [{ type: 'COPY' }] }]);
  });
});

test('a frame that may not lock sends all the same', async () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request: () => Promise.reject(new DOMException('sandboxed', 'SecurityError')) } as unknown as LockManager);
  const { add, flush } = sender();
  add('COPY');
  await flush();
  expect(backend.taken.size).toBe(1);
});

test('requests outlive the page while it is hidden', async () => {
  const { add, flush } = sender();
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  add('COPY');
  await flush();
  hidden.mockReturnValue(false);
  add('COPY');
  await flush();
  expect(backend.requests.map(request => request.keepalive)).toEqual([true, false]);
});
