import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Agent } from '../src/index.js';
import { agentFor, Backend, newSession, numbers, until } from './support.js';

let backend: Backend;
const agents: Agent[] = [];
const started = (...args: Parameters<typeof agentFor>) => {
  const agent = agentFor(...args);
  agents.push(agent);
  agent.start();
  return agent;
};

beforeEach(() => { backend = new Backend(); });
afterEach(async () => {
  backend.answer = request => backend.accept(request);
  await Promise.all(agents.splice(0).map(agent => agent.stop()));
  vi.unstubAllGlobals();
});

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

test('numbers go on after a reload, and what was not sent is', async () => {
  const session = newSession();
  backend.answer = () => new TypeError('Failed to fetch');
  const first = started(session);
  first.report('COPY');
  first.report('PASTE');
  await first.stop();
  expect(first.state).toMatchObject({ running: false, online: false, pending: 2 });

  backend.answer = request => backend.accept(request);
  const second = started(session);
  second.report('COPY');
  await until(() => backend.taken.size === 3);
  expect(backend.events.map(event => [event.seq, event.type])).toEqual([[1, 'COPY'], [2, 'PASTE'], [3, 'COPY']]);
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
