import { expect, test, vi } from 'vitest';
import type { AgentState, Refusal } from '../src/index.js';
import { backend, started, useBackend } from './agentSupport.js';
import { newSession, numbers, reply, stubLocks, until } from './support.js';

useBackend();

test('events are numbered from 1 and sent with the session token', async () => {
  const session = newSession();
  const agent = started(session);
  agent.report('LOOKING_AWAY', { confidence: 0.9, durationMs: 1200.4, label: 'left', data: { yaw: 31 } });
  agent.report('NO_FACE');
  await until(() => backend.taken.size === 2);

  expect(backend.requests[0]).toMatchObject({ url: `https://backend.example/api/v1/sessions/${session}/events`, token: 'token-1' });
  expect(backend.events).toMatchObject([
    { type: 'LOOKING_AWAY', seq: 1, confidence: 0.9, durationMs: 1200, label: 'left', data: { yaw: 31 } },
    { type: 'NO_FACE', seq: 2 },
  ]);
  expect(Object.keys(backend.events[1]!).sort()).toEqual(['id', 'occurredAt', 'seq', 'type']);
  await until(() => agent.state.pending === 0);
  expect(agent.state).toMatchObject({ running: true, online: true, delivery: 'open', durable: true, lastAcceptedSeq: 2 });
});

test('ids are unique and of the characters that the backend takes', async () => {
  const agent = started(newSession());
  const ids = numbers(250).map(() => agent.report('HEARTBEAT')!);
  expect(new Set(ids).size).toBe(250);
  expect(ids.every(id => /^[\w.-]{1,64}$/.test(id))).toBe(true);
  await until(() => backend.taken.size === 250);
});

test('two agents on one session never give the same number and leave no gap', async () => {
  const session = newSession();
  const [one, two] = [started(session), started(session)];
  for (const _ of numbers(120)) {
    one.report('COPY');
    two.report('PASTE');
  }
  await until(() => backend.taken.size === 240);
  expect(backend.seqs).toEqual(numbers(240));
});

test('tabs send one after the other: nothing goes twice', async () => {
  stubLocks();
  const session = newSession();
  const [one, two] = [started(session), started(session)];
  let [inFlight, most] = [0, 0];
  backend.answer = async request => {
    most = Math.max(most, ++inFlight);
    await new Promise(resolve => setTimeout(resolve, 5));
    inFlight--;
    return backend.accept(request);
  };
  for (const _ of numbers(20)) {
    one.report('COPY');
    two.report('PASTE');
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  await until(() => backend.taken.size === 40);
  await Promise.all([one.flush(), two.flush()]);
  expect(most).toBe(1);
  expect(backend.requests.flatMap(request => request.events).length).toBe(40);
  await until(() => one.state.pending + two.state.pending === 0);
});

test('a tab that comes back sends what another one could not', async () => {
  stubLocks();
  const session = newSession();
  const [one, two] = [started(session), started(session)];
  backend.answer = () => new TypeError('Failed to fetch');
  one.report('COPY');
  await until(() => backend.requests.length > 0);
  backend.answer = request => backend.accept(request);
  await two.flush();
  expect(backend.seqs).toEqual([1]);
  // The first one learns of it and has nothing left to send.
  await until(() => one.state.pending === 0);
  const before = backend.requests.length;
  await one.flush();
  expect(backend.requests.length).toBe(before);
});

test('a resend keeps ids, numbers and times', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const agent = started(newSession());
  const answers = [new TypeError('Failed to fetch'), reply(500, {}), reply(429, {})];
  backend.answer = request => answers.shift() ?? backend.accept(request);
  agent.report('COPY');
  agent.report('PASTE', { occurredAt: new Date(Date.now() - 60_000) });
  await until(() => backend.taken.size === 2);
  const tries = backend.requests.map(request => request.events.map(({ id, seq, type, occurredAt }) => ({ id, seq, type, occurredAt })));
  expect(tries).toHaveLength(4);
  for (const one of tries) expect(one).toEqual(tries[0]);
});

test('a reply that got lost leads to a repetition that the backend knows', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const agent = started(newSession());
  let lost = false;
  backend.answer = request => {
    const answer = backend.accept(request);
    if (lost) return answer;
    lost = true;
    return new TypeError('Failed to fetch');
  };
  agent.report('COPY');
  await until(() => backend.requests.length === 2);
  await agent.flush();
  expect(backend.seqs).toEqual([1]);
  expect(agent.state.pending).toBe(0);
});

test('the network is back: what waits is sent at once', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const agent = started(newSession());
  backend.answer = () => new TypeError('Failed to fetch');
  agent.report('COPY');
  for (const _ of numbers(6)) await agent.flush(); // The next attempt is 30 s away.
  backend.answer = request => backend.accept(request);
  dispatchEvent(new Event('online'));
  await until(() => backend.taken.size === 1); // It waits 20 s at most.
});

test('a hidden page lets nothing wait', async () => {
  const agent = started(newSession(), { batchMs: 3_600_000 });
  agent.report('HEARTBEAT');
  await agent.flush();
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  agent.report('HEARTBEAT');
  await until(() => backend.taken.size === 2);
});

test('without IndexedDB events are sent, without a number that could be wrong', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const agent = started(newSession());
  agent.report('COPY');
  await until(() => backend.taken.size === 1);
  expect(backend.events[0]).not.toHaveProperty('seq');
  await until(() => agent.state.pending === 0);
  expect(agent.state.durable).toBe(false);
});

test('a database that goes away takes nothing with it', async () => {
  const agent = started(newSession());
  agent.report('COPY');
  await until(() => backend.taken.size === 1);
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => { throw new DOMException('gone', 'InvalidStateError'); });
  agent.report('PASTE');
  agent.report('CONTEXT_MENU');
  await until(() => backend.taken.size === 3);
  vi.restoreAllMocks();
  expect(backend.events.map(event => event.seq)).toEqual([1, undefined, undefined]);
  expect(agent.state).toMatchObject({ durable: false, pending: 0 });
});

test('the page hears of every change, of refusals and of the end', async () => {
  const states: AgentState[] = [];
  const refused: Refusal[] = [];
  let ended = '';
  const agent = started(newSession(), { onstate: state => states.push(state), onrefused: some => refused.push(...some), onended: reason => { ended = reason; } });
  const id = agent.report('COPY')!;
  await until(() => agent.state.lastAcceptedSeq === 1);
  expect(states.some(state => state.pending === 1)).toBe(true);

  backend.answer = request => reply(202, { accepted: [], refused: [{ index: 0, id: request.events[0]!.id, field: 'type', reason: 'is not a known event type' }] });
  agent.report('PASTE');
  await until(() => refused.length === 1);
  expect(refused[0]).toMatchObject({ seq: 2, type: 'PASTE', field: 'type' });
  expect(refused[0]!.id).not.toBe(id);

  backend.answer = () => reply(410, { detail: 'The session has ended.' });
  agent.report('PASTE');
  await until(() => !agent.state.running && states.at(-1)?.running === false);
  expect(ended).toBe('The session has ended.');
  expect(agent.state).toMatchObject({ delivery: 'ended', pending: 1 });
  expect(agent.report('COPY')).toBeUndefined();
});

test('the page can have the server\'s time, once a reply told it', async () => {
  const agent = started(newSession());
  expect(agent.state.clockOffset).toBeNull();
  backend.answer = request => {
    backend.accept(request);
    const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
    return reply(202, { accepted: request.events.map(event => event.id), refused: [], receivedAt });
  };
  agent.report('COPY');
  await until(() => agent.state.clockOffset !== null);
  expect(Math.abs(agent.state.clockOffset! + 3_600_000)).toBeLessThan(20_000);
});

test('an agent that was stopped does nothing when the page goes away', async () => {
  const agent = started(newSession());
  backend.answer = () => new TypeError('Failed to fetch');
  agent.report('COPY');
  await agent.stop();
  const before = backend.requests.length;
  dispatchEvent(new Event('pagehide'));
  dispatchEvent(new Event('online'));
  await agent.flush();
  expect(backend.requests).toHaveLength(before);
});

test('a time that the page gives is corrected as the agent’s own are', async () => {
  const hour = 3_600_000;
  backend.answer = request => {
    backend.accept(request);
    return reply(202, { accepted: request.events.map(event => event.id), refused: [], receivedAt: new Date(Date.now() - hour).toISOString() });
  };
  const agent = started(newSession());
  agent.report('HEARTBEAT');
  await until(() => agent.state.clockOffset !== null);
  const occurredAt = Date.now() - 60_000;
  agent.report('NO_FACE', { occurredAt });
  await until(() => backend.taken.size === 2);
  expect(Math.abs(Date.parse(backend.of('NO_FACE')[0]!.occurredAt) - (occurredAt - hour))).toBeLessThan(20_000);
});

test('what the captures have at the end is sent before the agent stops', async () => {
  document.body.innerHTML = '<textarea></textarea>';
  const agent = started(newSession(), { captures: { absence: false, heartbeat: false } });
  for (let key = 0; key < 20; key++) {
    document.querySelector('textarea')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    await new Promise(resolve => setTimeout(resolve));
  }
  await agent.stop();
  expect(backend.of('TYPING_SAMPLE')).toHaveLength(1);
});

test('a stop waits 5 s at most, and what is left stays', async () => {
  const agent = started(newSession());
  backend.answer = () => new Promise(() => {});
  agent.report('COPY');
  await until(() => backend.requests.length === 1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let stopped = false;
    const stop = agent.stop().then(() => { stopped = true; });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    await stop;
    expect(agent.state).toMatchObject({ running: false, pending: 1 });
  } finally {
    vi.useRealTimers();
  }
});
