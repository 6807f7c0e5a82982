import { expect, test } from 'vitest';
import { pass, sender, standStill, world } from './senderSupport.js';
import { reply } from './support.js';

standStill();

test('without a valid token events wait for one', async () => {
  const { add, flush, token, sender: it } = sender();
  world.backend.answer = request => request.token === 'token-2' ? world.backend.accept(request) : reply(401, {});
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, world.backend.requests.length]).toEqual(['unauthorized', 1]);
  token.set('token-2');
  it.resume();
  await pass(0);
  expect([it.delivery, world.backend.taken.size]).toEqual(['open', 1]);
});

test('a token is renewed where the page can', async () => {
  const { add, flush } = sender(() => Promise.resolve({ sessionToken: 'token-2' }));
  world.backend.answer = request => request.token === 'token-2' ? world.backend.accept(request) : reply(401, {});
  add('COPY');
  await flush();
  expect(world.backend.requests.map(request => request.token)).toEqual(['token-1', 'token-2']);
  expect(world.backend.taken.size).toBe(1);
});

test('a renewal that fails or helps nothing is tried again later', async () => {
  const renewals = [Promise.reject(new Error('offline')), Promise.resolve({ sessionToken: 'token-1' }), Promise.resolve({ sessionToken: 'token-2' })];
  renewals[0]!.catch(() => {});
  const { add, wake } = sender(() => renewals.shift()!);
  world.backend.answer = request => request.token === 'token-2' ? world.backend.accept(request) : reply(401, {});
  add('COPY');
  wake(0);
  await pass(500);
  expect(renewals).toHaveLength(2);
  await pass(5_000);
  expect(world.backend.taken.size).toBe(1);
});

test('a token that comes while the old one is refused is taken, and nobody asked for another', async () => {
  const { add, flush, token, sender: it } = sender();
  world.backend.answer = request => {
    if (request.token === 'token-2') return world.backend.accept(request);
    token.set('token-2'); // While the request is under way.
    return reply(401, {});
  };
  add('COPY');
  await flush();
  expect([it.delivery, world.backend.taken.size]).toEqual(['open', 1]);
  expect(world.backend.requests.map(request => request.token)).toEqual(['token-1', 'token-2']);
});

test('fresh tokens that are refused, too, are asked for ever less often', async () => {
  let renewals = 0;
  const { add, wake } = sender(() => Promise.resolve({ sessionToken: `token-${++renewals + 1}` }));
  world.backend.answer = () => reply(401, {});
  add('COPY');
  wake(0);
  await pass(60_000);
  expect(renewals).toBeGreaterThan(3);
  expect(renewals).toBeLessThan(10);
  world.backend.answer = request => world.backend.accept(request);
  await pass(30_000);
  expect(world.backend.taken.size).toBe(1);
});

test.each([401, 403, 404, 409, 410])('the session is over when renewing gives %d, and the page hears why', async status => {
  const { add, flush, sender: it, queue } = sender(() => Promise.reject(Object.assign(new Error('It was removed.'), { status })));
  world.backend.answer = () => reply(401, {});
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, world.ended, world.backend.requests.length, queue.length]).toEqual(['ended', ['It was removed.'], 1, 1]);
});

test('a renewal that is to be tried later is tried later', async () => {
  const answers = [Object.assign(new Error('Too many.'), { status: 429, retryAfter: 12 }), undefined];
  const { add, wake } = sender(() => { const failure = answers.shift(); return failure ? Promise.reject(failure) : Promise.resolve({ sessionToken: 'token-2' }); });
  world.backend.answer = request => request.token === 'token-2' ? world.backend.accept(request) : reply(401, {});
  add('COPY');
  wake(0);
  await pass(11_900);
  expect([answers.length, world.backend.requests.length]).toEqual([1, 1]);
  await pass(1_200);
  expect(world.backend.taken.size).toBe(1);
});

test('the session is over when it gives no token any more', async () => {
  const { add, flush, sender: it } = sender(() => Promise.resolve(null));
  world.backend.answer = () => reply(401, {});
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, world.ended.length, world.backend.requests.length]).toEqual(['ended', 1, 1]);
});

test.each([403, 404, 409, 410])('the session is over when the backend answers %d', async status => {
  const { add, flush, sender: it, queue } = sender();
  world.backend.answer = () => reply(status, { detail: 'The session has ended.' });
  add('COPY');
  await flush();
  await flush();
  expect([it.delivery, world.ended, world.backend.requests.length, queue.length]).toEqual(['ended', ['The session has ended.'], 1, 1]);
});

test.each([405, 422])('the session is over, too, when the backend answers %d and does not say why', async status => {
  const { add, flush, sender: it, queue } = sender();
  world.backend.answer = () => new Response('', { status });
  add('COPY');
  await flush();
  expect([it.delivery, world.ended, queue.length]).toEqual(['ended', [`The backend answered ${status}.`], 1]);
});
