import { expect, test, vi } from 'vitest';
import { pass, sender, standStill, world } from './senderSupport.js';
import { numbers, reply, type Sent } from './support.js';

standStill();

test('what nobody waits for goes together, after the time given', async () => {
  const { add, wake } = sender();
  add('HEARTBEAT');
  wake(2_000);
  await pass(1_900);
  expect(world.backend.requests).toHaveLength(0);
  add('TYPING_SAMPLE', { data: { wpm: 40 } });
  wake(2_000);
  await pass(200);
  expect(world.backend.requests.map(request => request.events.length)).toEqual([2]);
});

test('what somebody waits for takes along what waits', async () => {
  const { add, wake } = sender();
  add('HEARTBEAT');
  wake(2_000);
  add('PASTE');
  wake(0);
  await pass(0);
  expect(world.backend.requests.map(request => request.events.map(event => event.type))).toEqual([['HEARTBEAT', 'PASTE']]);
});

test('at most 100 events go in a request, in their order', async () => {
  const { add, flush } = sender();
  const ids = numbers(250).map(() => add('COPY'));
  await flush();
  expect(world.backend.requests.map(request => request.events.length)).toEqual([100, 100, 50]);
  expect(world.backend.requests.flatMap(request => request.events.map(event => event.id))).toEqual(ids);
});

test('a request stays below what may outlive the page', async () => {
  const { add, flush } = sender();
  for (const _ of numbers(60)) add('OBJECT_DETECTED', { data: { text: 'ü'.repeat(2_000) } });
  await flush();
  expect(world.backend.taken.size).toBe(60);
  expect(world.backend.requests.length).toBeGreaterThan(3);
  expect(Math.max(...world.backend.requests.map(request => request.bytes))).toBeLessThan(64_000);
});

test('of a full session what is refused is gone, and what is grave goes on without the others’ wait', async () => {
  const { add, wake, queue } = sender();
  const judge = (request: Sent) => {
    const refused = request.events.flatMap(({ id, type }, index) => type === 'PASTE' ? [] : [{ index, id, field: 'type', reason: 'is no longer taken: the session is full' }]);
    if (refused.length === request.events.length) return reply(429, { refused }, { 'retry-after': '300' });
    world.backend.accept({ ...request, events: request.events.filter(event => event.type === 'PASTE') });
    return reply(202, { accepted: request.events.filter(event => event.type === 'PASTE').map(event => event.id), refused });
  };
  world.backend.answer = judge;
  const ids = [add('HEARTBEAT'), add('COPY')];
  wake(0);
  await pass(0);
  expect(world.refusals.map(({ id, field }) => [id, field])).toEqual(ids.map(id => [id, 'type']));
  expect(queue.length).toBe(0);

  const paste = add('PASTE');
  wake(0);
  await pass(5_900); // 5 s and up to one more.
  expect(world.backend.taken.size).toBe(0);
  await pass(200);
  expect([...world.backend.taken.keys()]).toEqual([paste]);
  const mixed = [add('COPY'), add('PASTE')];
  wake(0);
  await pass(6_500);
  expect([...world.backend.taken.keys()]).toEqual([paste, mixed[1]]);
  expect([world.refusals.length, queue.length]).toEqual([3, 0]);
});

test('a reply that names no event proves nothing: they stay', async () => {
  const { add, wake, queue } = sender();
  const answers = [new Response('<html>Please log in to the hotel</html>', { status: 200 }), reply(202, { accepted: ['other'], refused: [] }), new Response('', { status: 202 })];
  world.backend.answer = request => answers.shift() ?? world.backend.accept(request);
  add('COPY');
  wake(0);
  await pass(3_500);
  expect(world.backend.taken.size).toBe(0);
  expect(queue.length).toBe(1);
  await pass(10_000);
  expect(world.backend.taken.size).toBe(1);
  expect(queue.length).toBe(0);
});

test('what is named as refused is reported and not sent again', async () => {
  const { add, flush, queue } = sender();
  const [good, bad] = [add('COPY'), add('NO_FACE')];
  world.backend.answer = () => reply(202, { accepted: [good], refused: [{ index: 1, id: bad, field: 'confidence', reason: 'must be a number' }] });
  await flush();
  expect(world.refusals).toEqual([{ id: bad, type: 'NO_FACE', field: 'confidence', reason: 'must be a number' }]);
  expect([queue.length, world.backend.requests.length]).toEqual([0, 1]);
});

test('a request of which nothing is acceptable is over, too', async () => {
  const { add, flush, queue } = sender();
  const id = add('COPY');
  world.backend.answer = () => reply(400, { detail: 'None.', refused: [{ index: 0, field: 'label', reason: 'is too long' }] });
  await flush();
  expect(world.refusals.map(refusal => [refusal.id, refusal.field])).toEqual([[id, 'label']]);
  expect(queue.length).toBe(0);
});

test.each([400, 413])('an answer of %d is narrowed down to the event at fault', async status => {
  const { add, flush } = sender();
  const ids = numbers(40).map(() => add('COPY'));
  const poison = ids[22]!;
  world.backend.answer = request => request.events.some(event => event.id === poison) ? reply(status, { detail: 'Too large.' }) : world.backend.accept(request);
  await flush();
  expect(world.refusals).toEqual([{ id: poison, type: 'COPY', field: 'body', reason: 'Too large.' }]);
  expect(world.backend.events.map(event => event.id)).toEqual(ids.filter(id => id !== poison));
  // From there on requests grow again.
  for (const _ of numbers(200)) add('COPY');
  await flush();
  expect(Math.max(...world.backend.requests.map(request => request.events.length))).toBe(100);
});

test('events of a clock that is ahead are sent with the server\'s time', async () => {
  const { add, flush, clock } = sender();
  const server = Date.now();
  vi.setSystemTime(server + 3_600_000);
  const told = () => ({ date: new Date(server).toUTCString() });
  const tooLate = (sent: Sent) => sent.events.flatMap((event, index) => Date.parse(event.occurredAt) > server + 300_000 ? [{ index, field: 'occurredAt', reason: 'is ahead' }] : []);
  world.backend.answer = request => tooLate(request).length > 0
    ? reply(400, { refused: tooLate(request) }, told())
    : (world.backend.accept(request), reply(202, { accepted: request.events.map(event => event.id), refused: [] }, told()));
  const id = add('COPY');
  await flush();
  expect(world.refusals).toEqual([]);
  expect(world.backend.events.map(event => event.id)).toEqual([id]);
  expect(Math.abs(Date.parse(world.backend.events[0]!.occurredAt) - server)).toBeLessThan(1_500);
  expect(Math.abs(clock.offset + 3_600_000)).toBeLessThan(1_500);
});

test('a clock that is set back leaves no event that occurs after it is sent', async () => {
  const { add, flush } = sender();
  add('COPY');
  const sentAt = Date.now() - 3_600_000;
  vi.setSystemTime(sentAt);
  await flush();
  expect(Date.parse(world.backend.events[0]!.occurredAt)).toBe(sentAt);
});

test('an event whose time is refused twice is given up', async () => {
  const { add, flush } = sender();
  const id = add('COPY');
  world.backend.answer = () => reply(400, { refused: [{ index: 0, field: 'occurredAt', reason: 'is ahead' }] });
  await flush();
  expect([world.backend.requests.length, world.refusals.map(refusal => refusal.id)]).toEqual([2, [id]]);
});

test('a page that goes away sends what it has at once, in a request that outlives it', () => {
  const { add, leave, queue } = sender();
  add('COPY');
  return queue.settled().then(() => {
    leave();
    expect(world.backend.requests).toMatchObject([{ keepalive: true, events: [{ type: 'COPY' }] }]);
  });
});

test('a page that goes away sends no more than browsers let outlive it', async () => {
  const { add, leave, queue } = sender();
  for (const _ of numbers(60)) add('OBJECT_DETECTED', { data: { text: 'ü'.repeat(2_000) } });
  await queue.settled();
  leave();
  expect(world.backend.requests).toHaveLength(1);
  expect(world.backend.requests[0]!.events.length).toBeGreaterThan(10);
  expect(world.backend.requests[0]!.bytes).toBeLessThan(64_000);
});

test('a frame that may not lock sends all the same', async () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request: () => Promise.reject(new DOMException('sandboxed', 'SecurityError')) } as unknown as LockManager);
  const { add, flush } = sender();
  add('COPY');
  await flush();
  expect(world.backend.taken.size).toBe(1);
});

test('requests outlive the page while it is hidden', async () => {
  const { add, flush } = sender();
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  add('COPY');
  await flush();
  hidden.mockReturnValue(false);
  add('COPY');
  await flush();
  expect(world.backend.requests.map(request => request.keepalive)).toEqual([true, false]);
});

test('a reply that names an event which was not sent is no fault', async () => {
  const { add, flush, queue } = sender();
  const id = add('COPY');
  world.backend.answer = () => reply(202, { accepted: [id], refused: [{ index: 1, field: 'type', reason: 'is not known' }] });
  await flush();
  expect([queue.length, world.refusals]).toEqual([0, []]);
});

test.each([202, 503])('of a page that goes away and comes back, a reply of %d counts as any other', async status => {
  const { add, leave, queue, sender: it } = sender();
  add('COPY');
  await queue.settled();
  world.backend.answer = request => status === 202 ? world.backend.accept(request) : reply(status, {});
  leave();
  await pass(0);
  expect([queue.length, it.delivery]).toEqual([status === 202 ? 0 : 1, 'open']);
});
