import { beforeEach, expect, test, vi } from 'vitest';
import { backend, started, useBackend } from './agentSupport.js';
import { newSession, numbers, reply, until } from './support.js';

useBackend();
beforeEach(() => { vi.spyOn(Math, 'random').mockReturnValue(0); });

const minute = 60_000;
const inMinutes = (count: number) => new Date(Date.now() + count * minute).toISOString();
const failure = (status: number, message: string) => Object.assign(new Error(message), { status });

/** What the token of this number is good for, as the backend sees it. */
const taking = (token: string) => {
  backend.answer = request => request.token === token ? backend.accept(request) : reply(401, {});
};

test('after an hour without a network everything arrives once, by a token that was renewed', async () => {
  const clock = vi.spyOn(Date, 'now');
  const now = Date.now();
  clock.mockReturnValue(now);
  let isOnline = true;
  let renewals = 0;
  const renew = async () => {
    if (!isOnline) throw new TypeError('Failed to fetch');
    return { sessionToken: `token-${++renewals + 1}`, sessionTokenExpiresAt: inMinutes(15) };
  };
  const agent = started(newSession(), { renew, sessionTokenExpiresAt: inMinutes(15) });
  agent.report('COPY');
  await until(() => backend.taken.size === 1);

  isOnline = false;
  backend.answer = () => new TypeError('Failed to fetch');
  for (let passed = 1; passed <= 60; passed++) {
    clock.mockReturnValue(now + passed * minute);
    agent.report('HEARTBEAT');
  }
  agent.report('PASTE');
  await until(() => !agent.state.online);
  isOnline = true;
  taking('token-2');
  dispatchEvent(new Event('online'));
  await until(() => backend.taken.size === 62);
  expect(backend.seqs).toEqual(numbers(62));
  expect(renewals).toBe(1);
});

test('the page that only knows renewToken goes on as before', async () => {
  const agent = started(newSession(), { renewToken: async () => 'token-2' });
  taking('token-2');
  agent.report('COPY');
  await until(() => backend.taken.size === 1);
  expect(backend.requests.map(request => request.token)).toEqual(['token-1', 'token-2']);
});

test.each([[409, 'The session has ended.'], [404, 'There is no such session.'], [401, 'Your login has ended.']])(
  'when renewing gives %d the agent stops and says so; what was not taken stays stored', async (status, message) => {
    const session = newSession();
    const ends: string[] = [];
    const agent = started(session, { renew: async () => Promise.reject(failure(status, message)), onended: reason => ends.push(reason) });
    taking('another');
    agent.report('COPY');
    await until(() => !agent.state.running);
    expect(ends).toEqual([message]);
    expect(agent.report('PASTE')).toBeUndefined();
    await until(() => agent.state.delivery === 'ended');
    await agent.stop();

    // Somebody signs in again, say, and the session goes on.
    backend.answer = request => backend.accept(request);
    const next = started(session);
    await until(() => backend.taken.size === 1);
    expect(backend.events).toMatchObject([{ type: 'COPY', seq: 1 }]);
    expect(next.state.running).toBe(true);
  });

test('a page that is left or reloaded while the backend asks to wait loses nothing', async () => {
  const session = newSession();
  backend.answer = () => reply(429, {}, { 'retry-after': '120' });
  const first = started(session);
  const ids = [first.report('COPY'), first.report('PASTE')];
  await until(() => backend.requests.length === 1 && first.state.pending === 2);
  await until(() => first.state.durable);
  // The page goes away: nothing is sent, as the backend asked, and nothing is forgotten.
  dispatchEvent(new Event('pagehide'));
  await new Promise(resolve => setTimeout(resolve));
  expect(backend.requests).toHaveLength(1);

  backend.answer = request => backend.accept(request);
  started(session);
  await until(() => backend.taken.size === 2);
  expect(backend.events.map(({ id, seq }) => [id, seq])).toEqual([[ids[0], 1], [ids[1], 2]]);
});

test('a stop waits for the time that the backend asks for, if that is soon', async () => {
  backend.answer = () => reply(429, {}, { 'retry-after': '1' });
  const agent = started(newSession());
  agent.report('COPY');
  await until(() => backend.requests.length === 1);
  backend.answer = request => backend.accept(request);
  await agent.stop();
  expect([backend.taken.size, agent.state.pending]).toEqual([1, 0]);
});
