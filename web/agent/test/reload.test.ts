import { expect, test, vi } from 'vitest';
import { backend, started, useBackend } from './agentSupport.js';
import { newSession, numbers, reply, type Sent, until } from './support.js';

useBackend();

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
  expect(new Map(backend.events.map(event => [event.seq, event.type]))).toEqual(new Map([[1, 'COPY'], [2, 'PASTE'], [3, 'COPY']]));
});

test('a browser that knows nothing of the session goes on above what the backend has had', async () => {
  const session = newSession();
  const agent = started(session, { lastSeq: 41 });
  agent.report('COPY');
  await until(() => backend.taken.size === 1);
  await agent.stop();
  // Never back: what the backend says may be older than what this browser knows.
  const next = started(session, { lastSeq: 7 });
  next.report('COPY');
  await until(() => backend.taken.size === 2);
  expect(backend.seqs).toEqual([42, 43]);
  // The number alone is kept, not something that waits to be sent.
  await until(() => next.state.pending === 0);
});

test('what sessions left is forgotten after a week', async () => {
  const [old, recent] = [newSession(), newSession()];
  const day = 24 * 3_600_000;
  const now = Date.now();
  const clock = vi.spyOn(Date, 'now');
  for (const [session, ago] of [[old, 7 * day], [recent, 7 * day - 1]] as const) {
    clock.mockReturnValue(now - ago);
    const agent = started(session);
    agent.report('COPY');
    await until(() => agent.state.pending === 0);
    await agent.stop();
  }
  clock.mockReturnValue(now);
  const agent = started(newSession());
  agent.report('COPY');
  await until(() => agent.state.durable);
  await vi.waitFor(async () => {
    const names = (await indexedDB.databases()).map(database => database.name);
    expect(names).not.toContain(`proctoring-${old}`);
    expect(names).toContain(`proctoring-${recent}`);
  }, { timeout: 20_000 });
  clock.mockRestore();
});

test('an answer\'s time counts from when its question was first shown, across reloads', async () => {
  const session = newSession();
  const clock = vi.spyOn(Date, 'now');
  const now = Date.now();
  const first = started(session);
  clock.mockReturnValue(now);
  first.showQuestion('q1');
  await first.stop();

  const second = started(session);
  clock.mockReturnValue(now + 12_340);
  second.showQuestion('q1');
  second.answerQuestion('q1');
  second.answerQuestion('q2', 61.28);
  expect(() => second.answerQuestion('q3')).toThrow('q3 was not shown');
  clock.mockRestore();
  await until(() => backend.taken.size === 2);
  expect(backend.of('ANSWER_TIMING').map(event => event.data)).toEqual([{ questionId: 'q1', seconds: 12.3 }, { questionId: 'q2', seconds: 61.3 }]);
});

test('a question that was answered is forgotten, across reloads', async () => {
  const session = newSession();
  const first = started(session);
  first.showQuestion('q1');
  first.answerQuestion('q1');
  await first.stop();
  expect(() => started(session).answerQuestion('q1')).toThrow('q1 was not shown');
});

test('what earlier pages left counts as waiting', async () => {
  const session = newSession();
  backend.answer = () => new TypeError('Failed to fetch');
  const first = started(session);
  for (const _ of numbers(130)) first.report('COPY');
  await first.stop();

  const answers = [(request: Sent) => backend.accept(request)];
  backend.answer = request => answers.shift()?.(request) ?? new TypeError('Failed to fetch');
  const second = started(session);
  await until(() => backend.taken.size === 100 && !second.state.online);
  expect(second.state.pending).toBe(30);
});

test('a session that is used again after a week keeps what it left', async () => {
  const session = newSession();
  const now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now - 8 * 24 * 3_600_000);
  backend.answer = () => new TypeError('Failed to fetch');
  const first = started(session);
  first.report('COPY');
  await first.stop();

  clock.mockReturnValue(now);
  const again = started(session);
  again.report('PASTE');
  await again.stop();
  // Another session's page looks for what may go.
  const other = started(newSession());
  other.report('COPY');
  await until(() => other.state.durable);
  await other.stop();

  backend.answer = request => backend.accept(request);
  started(session);
  await until(() => backend.taken.size === 2);
  expect(backend.events.map(event => [event.seq, event.type])).toEqual([[1, 'COPY'], [2, 'PASTE']]);
});

test('what an earlier page stored is sent as it was captured, all of it', async () => {
  const session = newSession();
  const hour = 3_600_000;
  const tell = (request: Sent) => {
    backend.accept(request);
    return reply(202, { accepted: request.events.map(event => event.id), refused: [], receivedAt: new Date(Date.now() - hour).toISOString() });
  };
  backend.answer = tell;
  const first = started(session);
  first.report('HEARTBEAT');
  await until(() => first.state.clockOffset !== null);
  backend.answer = () => new TypeError('Failed to fetch');
  const details = { confidence: 0.5, durationMs: 1_500, label: 'left', data: { yaw: 31 } };
  const id = first.report('LOOKING_AWAY', details)!;
  await until(() => !first.state.online);
  const stored = backend.requests.at(-1)!.events[0]!;
  expect(stored).toMatchObject({ id, seq: 2, type: 'LOOKING_AWAY', ...details });
  expect(Math.abs(Date.parse(stored.occurredAt) - (Date.now() - hour))).toBeLessThan(20_000);
  await first.stop();

  backend.answer = tell;
  const second = started(session);
  second.report('HEARTBEAT'); // Goes first: when the older event is sent, the server's time is known again.
  await until(() => backend.taken.size === 3);
  expect(backend.taken.get(id)).toEqual(stored);
});

test('the accepted number is the highest, whatever older is taken after it', async () => {
  const session = newSession();
  backend.answer = () => new TypeError('Failed to fetch');
  const first = started(session);
  first.report('COPY');
  first.report('COPY');
  await first.stop();

  backend.answer = request => backend.accept(request);
  const second = started(session);
  second.report('PASTE');
  await until(() => backend.taken.size === 3 && second.state.pending === 0);
  expect(backend.events.map(event => event.seq)).toEqual([3, 1, 2]);
  expect(second.state.lastAcceptedSeq).toBe(3);
});

test('questions of another session are not this one’s', () => {
  started(newSession()).showQuestion('q1');
  expect(() => started(newSession()).answerQuestion('q1')).toThrow('q1 was not shown');
});

test('what cannot be read back counts as nothing', async () => {
  const session = newSession();
  sessionStorage.setItem(`proctoring-questions-${session}`, 'not JSON');
  localStorage.setItem('proctoring-sessions', 'not JSON');
  const agent = started(session);
  agent.showQuestion('q1');
  agent.answerQuestion('q1');
  await until(() => backend.taken.size === 1);
  localStorage.removeItem('proctoring-sessions');
});

test('a clock that is set back leaves no answer that took less than nothing', async () => {
  const now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now);
  const agent = started(newSession());
  agent.showQuestion('q1');
  clock.mockReturnValue(now - 60_000);
  agent.answerQuestion('q1');
  clock.mockRestore();
  await until(() => backend.taken.size === 1);
  expect(backend.events[0]!.data).toEqual({ questionId: 'q1', seconds: 0 });
});

test('a database that never opens is given up after 5 s', async () => {
  vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const agent = started(newSession());
    agent.report('COPY');
    await vi.advanceTimersByTimeAsync(4_900);
    expect(backend.requests).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(backend.events).toMatchObject([{ type: 'COPY' }]);
    expect(agent.state.durable).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
