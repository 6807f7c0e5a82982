import { expect, test, vi } from 'vitest';
import { pass, sender, standStill, world } from './senderSupport.js';
import { numbers, reply } from './support.js';

standStill();

test('a lost network is tried again, ever less often, with the same events', async () => {
  const { add, wake, sender: it } = sender();
  world.backend.answer = () => new TypeError('Failed to fetch');
  const id = add('COPY');
  wake(0);
  const times: number[] = [];
  for (let second = 0; second < 64; second++) {
    times.push(world.backend.requests.length);
    await pass(1_000);
  }
  // At 0, 1, 3, 7, 15, 31 and 61 s.
  expect(world.backend.requests).toHaveLength(7);
  expect(it.online).toBe(false);
  expect(new Set(world.backend.requests.flatMap(request => request.events.map(event => event.id)))).toEqual(new Set([id]));

  world.backend.answer = request => world.backend.accept(request);
  await pass(30_000);
  expect(it.online).toBe(true);
  expect(world.backend.taken.size).toBe(1);
});

test('new events do not cut a wait short, a flush does', async () => {
  const { add, wake, flush } = sender();
  world.backend.answer = () => reply(503, {});
  add('COPY');
  wake(0);
  await pass(0);
  add('PASTE');
  wake(0);
  await pass(900);
  expect(world.backend.requests).toHaveLength(1);
  world.backend.answer = request => world.backend.accept(request);
  await flush();
  expect(world.backend.taken.size).toBe(2);
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
  expect(world.backend.requests.map(request => request.events.length)).toEqual([2]);
});

test('after a success the waits begin anew', async () => {
  const { add, wake } = sender();
  world.backend.answer = () => new TypeError('Failed to fetch');
  add('COPY');
  wake(0);
  await pass(20_000); // The next try is at 31 s.
  world.backend.answer = request => world.backend.accept(request);
  await pass(15_000);
  expect(world.backend.taken.size).toBe(1);

  world.backend.answer = () => new TypeError('Failed to fetch');
  add('PASTE');
  wake(0);
  await pass(0);
  const before = world.backend.requests.length;
  await pass(1_100);
  expect(world.backend.requests).toHaveLength(before + 1);
});

test.each([429, 503])('Retry-After of a %d is honoured', async status => {
  const { add, wake } = sender();
  world.backend.answer = () => reply(status, {}, { 'retry-after': '12' });
  add('COPY');
  wake(0);
  await pass(11_900);
  expect(world.backend.requests).toHaveLength(1);
  await pass(1_200);
  expect(world.backend.requests).toHaveLength(2);
});

test('a date in Retry-After is by the server, however wrong this machine’s clock is', async () => {
  const { add, wake } = sender();
  const server = Date.now();
  vi.setSystemTime(server + 3_600_000);
  const date = (seconds: number) => new Date(server + seconds * 1000).toUTCString();
  world.backend.answer = () => reply(429, {}, { date: date(0), 'retry-after': date(60) });
  add('COPY');
  wake(0);
  await pass(58_000);
  expect(world.backend.requests).toHaveLength(1);
  await pass(5_000);
  expect(world.backend.requests).toHaveLength(2);
});

test('a flush and new events wait, too, until the backend wants more', async () => {
  const { add, wake, flush } = sender();
  world.backend.answer = () => reply(429, {}, { 'retry-after': '12' });
  add('COPY');
  wake(0);
  await pass(0);
  world.backend.answer = request => world.backend.accept(request);
  add('PASTE');
  wake(0);
  let flushed = false;
  void flush().then(() => { flushed = true; });
  await pass(11_900);
  expect([world.backend.requests.length, flushed]).toEqual([1, false]);
  await pass(200);
  expect([world.backend.taken.size, flushed]).toEqual([2, true]);
});

test('however fast events come, requests do not', async () => {
  const { add, wake } = sender();
  for (const _ of numbers(400)) {
    add('LOOKING_AWAY');
    wake(0);
    await pass(10);
  }
  await pass(3_000);
  expect(world.backend.taken.size).toBe(400);
  // 10 at once, then 10 in every 2.5 s.
  expect(world.backend.requests.length).toBeLessThanOrEqual(30);
  expect(world.backend.requests.length).toBeGreaterThan(10);
});

test('a page that goes away while the backend asks to wait still tries, as nothing else keeps its events', async () => {
  const { add, wake, leave } = sender();
  world.backend.answer = () => reply(429, {}, { 'retry-after': '60' });
  add('COPY');
  wake(0);
  await pass(0);
  leave();
  expect(world.backend.requests.map(request => request.keepalive)).toEqual([false, true]);
});

test.each([408, 425, 429, 500, 502, 503, 200])('an answer of %d that names no event leaves the session going on', async status => {
  const { add, wake, queue, sender: it } = sender();
  world.backend.answer = () => reply(status, {});
  add('COPY');
  wake(0);
  await pass(0);
  expect([it.delivery, queue.length]).toEqual(['open', 1]);
  world.backend.answer = request => world.backend.accept(request);
  await pass(1_100);
  expect(world.backend.taken.size).toBe(1);
});

test('a request that is never answered is given up, and its events go with another one', async () => {
  // What the browser does with the signal, by the test's clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(milliseconds => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new DOMException('', 'TimeoutError')), milliseconds);
    return abort.signal;
  });
  const { add, wake } = sender();
  world.backend.answer = ({ signal }) => new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  add('COPY');
  wake(0);
  await pass(19_900);
  expect(world.backend.requests).toHaveLength(1);
  world.backend.answer = request => world.backend.accept(request);
  await pass(1_200);
  expect(world.backend.taken.size).toBe(1);
});

test('an ill-chosen Retry-After silences nobody for more than 5 minutes', async () => {
  const { add, wake } = sender();
  world.backend.answer = () => reply(503, {}, { 'retry-after': '86400' });
  add('COPY');
  wake(0);
  await pass(299_900);
  expect(world.backend.requests).toHaveLength(1);
  await pass(1_200);
  expect(world.backend.requests).toHaveLength(2);
});
