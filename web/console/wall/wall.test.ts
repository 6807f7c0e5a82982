import { effect } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Api } from '../../shared/api';
import { ApiError } from '../../shared/problem';
import type { Page, Session } from '../../shared/types';
import { alert, alertMessage, at, session, summaryMessage } from './samples';
import { Wall } from './wall';

/** What the server would answer, a page of at most two sessions at a time. */
class Server {
  sessions: Session[] = [];
  ended = new Map<string, Session>();
  lists = 0;
  /** Runs before an answer is given, as what happens meanwhile. */
  meanwhile: () => void = () => {};

  api = {
    now: () => Date.parse(at(100)),
    sessions: async ({ cursor }: { cursor?: string }): Promise<Page<Session>> => {
      const from = Number(cursor ?? 0);
      if (from === 0) this.lists++;
      const items = this.sessions.slice(from, from + 2);
      this.meanwhile();
      return { items, next: from + 2 < this.sessions.length ? String(from + 2) : null };
    },
    session: async (id: string): Promise<Session> => {
      const found = this.ended.get(id);
      if (!found) throw new ApiError(404, 'not-found', 'There is no such session.');
      return found;
    },
  } as unknown as Api;
}

const score = (id: string, version: number, integrity = 50) =>
  ({ method: 'score', message: { sessionId: id, integrity, risk: 0, level: 'low', lastSeenAt: null, version } }) as const;

let server: Server;
let wall: Wall;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  server.sessions = ['s1', 's2', 's3'].map((id) => session({ id, candidateId: id, openAlerts: [] }));
  wall = new Wall(server.api, (id) => id);
});

afterEach(() => vi.useRealTimers());

const frame = () => vi.advanceTimersByTime(300);

test('all pages are read', async () => {
  await wall.resync();
  expect(wall.order.value).toEqual(['s1', 's2', 's3']);
  expect(wall.summary.value).toMatchObject({ running: 3, alerts: 0 });
});

test('a burst of messages is shown once, in the order in which they came', async () => {
  await wall.resync();
  let drawn = -1;
  effect(() => {
    void wall.card('s1')!.value;
    drawn++;
  });
  for (let version = 6; version < 60; version++) wall.hear(score('s1', version, version));
  expect(drawn).toBe(0);
  frame();
  expect(drawn).toBe(1);
  expect(wall.card('s1')!.value.integrity).toBe(59);
});

test('a new alert moves its session to the top with the next frame, and is told once', async () => {
  await wall.resync();
  const told = vi.fn();
  wall.onNewAlerts = told;
  wall.hear({ method: 'alert', message: alertMessage('a1', 'critical', 90, 's3') });
  wall.hear({ method: 'alert', message: alertMessage('a1', 'critical', 90, 's3') });
  frame();
  expect(wall.order.value).toEqual(['s3', 's1', 's2']);
  expect(wall.alerts.value.map((open) => open.id)).toEqual(['a1']);
  expect(told).toHaveBeenCalledTimes(1);
  expect(told.mock.calls[0]![0]).toHaveLength(1);
});

test('a summary that grows is listed once, as it is now, and told each time', async () => {
  await wall.resync();
  const told: number[] = [];
  wall.onNewAlerts = (alerts) => told.push(...alerts.map((open) => open.count));
  for (const count of [1, 2, 2, 4]) {
    wall.hear({ method: 'alert', message: summaryMessage('a1', count, count, 's3') });
    frame();
  }
  expect(wall.alerts.value).toMatchObject([{ id: 'a1', count: 4, message: '4 more times' }]);
  expect([wall.summary.value.alerts, told]).toEqual([1, [1, 2, 4]]);
});

test('the order is the same list as long as nothing moves', async () => {
  await wall.resync();
  const before = wall.order.value;
  wall.hear(score('s2', 8, 95));
  frame();
  expect(wall.order.value).toBe(before);
});

test('a resync brings what was missed, and keeps what was heard while it ran', async () => {
  await wall.resync();
  server.sessions = [session({ id: 's1', candidateId: 's1', version: 7, openAlerts: [alert('missed')] }), ...server.sessions.slice(1)];
  server.meanwhile = () => {
    server.meanwhile = () => {};
    wall.hear({ method: 'alert', message: alertMessage('live', 'high', 95, 's1') });
    frame();
  };
  await wall.resync();
  expect(wall.card('s1')!.value.alerts.map((open) => open.id).sort()).toEqual(['live', 'missed']);
});

test('what ended while nothing was heard is shown with its end, what is gone goes', async () => {
  await wall.resync();
  server.sessions = server.sessions.slice(0, 1);
  server.ended.set('s2', session({ id: 's2', candidateId: 's2', status: 'submitted', endedAt: at(50), version: 9 }));
  await wall.resync();
  expect(wall.order.value).toEqual(['s1', 's2']);
  expect(wall.card('s2')!.value.status).toBe('submitted');
});

test('what is over leaves after a while', async () => {
  await wall.resync();
  wall.hear({
    method: 'session',
    message: { sessionId: 's1', status: 'timedOut', deadline: null, remainingSeconds: null, presence: 'present', lastSeenAt: null, version: 9 },
  });
  frame();
  expect(wall.order.value).toEqual(['s2', 's3', 's1']);
  wall.tick(Date.parse(at(100)) + 60_000);
  expect(wall.order.value).toContain('s1');
  wall.tick(Date.parse(at(100)) + 121_000);
  expect(wall.order.value).toEqual(['s2', 's3']);
});

test('sessions that start are read together and not one by one', async () => {
  await wall.resync();
  server.lists = 0;
  for (const id of ['s4', 's5', 's6']) {
    server.sessions.push(session({ id, candidateId: id, openAlerts: [] }));
    wall.hear({
      method: 'session',
      message: { sessionId: id, status: 'running', deadline: at(900), remainingSeconds: null, presence: 'present', lastSeenAt: null, version: 2 },
    });
    frame();
  }
  await vi.advanceTimersByTimeAsync(2_500);
  expect(wall.order.value).toHaveLength(6);
  expect(server.lists).toBeLessThanOrEqual(2);
});

test('who asks for a resync while one runs gets another one after it', async () => {
  const resyncs = [wall.resync(), wall.resync(), wall.resync()];
  await Promise.all(resyncs);
  expect(server.lists).toBe(2);
});

test('nothing is read any more once it is stopped', async () => {
  await wall.resync();
  server.lists = 0;
  server.api.sessions = async () => {
    server.lists++;
    throw ApiError.unreachable();
  };
  wall.hear({ method: 'alert', message: alertMessage('a1', 'high', 1, 'unknown') });
  frame();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.lists).toBeGreaterThan(1);
  wall.stop();
  const before = server.lists;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.lists).toBe(before);
});

test('a resync that fails says so, and takes nothing away', async () => {
  await wall.resync();
  server.api.sessions = async () => {
    throw ApiError.unreachable();
  };
  await expect(wall.resync()).rejects.toThrow(ApiError);
  expect(wall.order.value).toHaveLength(3);
});
