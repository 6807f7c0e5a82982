import { HubConnectionState } from '@microsoft/signalr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Api } from './api';
import { Live, retryDelay, type LiveState } from './live';
import { ApiError } from './problem';
import type { AlertMessage } from './types';

const hub = vi.hoisted(() => ({ connections: [] as FakeConnection[], refuse: 0 }));

/** Stands in for the SignalR client: connects when told to, and breaks when told to. */
class FakeConnection {
  state = 'Disconnected';
  handlers = new Map<string, (message: unknown) => void>();
  events: Record<string, () => void> = {};
  on = (method: string, handler: (message: unknown) => void) => this.handlers.set(method, handler);
  onreconnecting = (run: () => void) => (this.events.reconnecting = run);
  onreconnected = (run: () => void) => (this.events.reconnected = run);
  onclose = (run: () => void) => (this.events.close = run);
  start = async () => {
    if (hub.refuse-- > 0) throw new Error('refused');
    this.state = HubConnectionState.Connected;
  };
  stop = async () => {
    this.state = 'Disconnected';
    this.events.close?.();
  };
}

vi.mock('@microsoft/signalr', async (original) => ({
  ...(await original<typeof import('@microsoft/signalr')>()),
  HubConnectionBuilder: class {
    withUrl = () => this;
    withAutomaticReconnect = () => this;
    configureLogging = () => this;
    build = () => {
      hub.connections.push(new FakeConnection());
      return hub.connections.at(-1);
    };
  },
}));

let subscribed: unknown[];
let refuseSubscriptions: ApiError[];
let resyncs: number;
let failResyncs: number;
let states: LiveState[];
let heard: AlertMessage[];
let live: Live;

beforeEach(() => {
  vi.useFakeTimers();
  hub.connections.length = 0;
  hub.refuse = 0;
  [subscribed, refuseSubscriptions, resyncs, failResyncs, states, heard] = [[], [], 0, 0, [], []];
  const api = {
    baseUrl: 'http://backend.test',
    currentUser: {},
    token: async () => 't',
    subscribe: async (to: unknown) => {
      const refusal = refuseSubscriptions.shift();
      if (refusal) throw refusal;
      subscribed.push(to);
    },
  } as unknown as Api;
  live = new Live(api, {
    handlers: { alert: (message) => heard.push(message) },
    onState: (state) => states.push(state),
    resync: async () => {
      resyncs++;
      if (failResyncs-- > 0) throw ApiError.unreachable();
    },
  });
});

afterEach(async () => {
  await live.stop();
  vi.useRealTimers();
});

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test('subscribes before it reads, and is live after that', async () => {
  await live.subscribe({});
  live.start();
  await pass();
  expect(subscribed).toEqual([{}]);
  expect(resyncs).toBe(1);
  expect(states).toEqual(['connecting', 'live']);
  hub.connections[0]!.handlers.get('alert')!({ id: 'a1' });
  expect(heard).toEqual([{ id: 'a1' }]);
});

test('tries for ever to connect', async () => {
  hub.refuse = 40;
  live.start();
  await pass(60 * 60_000);
  expect(states.slice(0, 3)).toEqual(['connecting', 'lost', 'live']);
});

test('after a reconnection it subscribes and reads again', async () => {
  await live.subscribe({});
  live.start();
  await pass();
  hub.connections[0]!.events.reconnecting!();
  expect(states.at(-1)).toBe('lost');
  hub.connections[0]!.events.reconnected!();
  await pass();
  expect(subscribed).toEqual([{}, {}]);
  expect(resyncs).toBe(2);
  expect(states.at(-1)).toBe('live');
});

test('a connection that the service closes is replaced', async () => {
  live.start();
  await pass();
  hub.connections[0]!.events.close!();
  await pass(5_000);
  expect(hub.connections).toHaveLength(2);
  expect(states).toEqual(['connecting', 'live', 'lost', 'live']);
});

test('is not live before all that was missed is read', async () => {
  failResyncs = 2;
  live.start();
  await pass();
  expect(states.at(-1)).toBe('lost');
  await pass(10_000);
  expect(resyncs).toBe(3);
  expect(states.at(-1)).toBe('live');
});

test('renews the subscriptions long before the service forgets them, and reads again', async () => {
  await live.subscribe({});
  live.start();
  await pass(12 * 60 * 60_000);
  expect(subscribed.length).toBeGreaterThanOrEqual(24);
  expect(resyncs).toBe(subscribed.length);
});

test('does not ask again for a session that is gone', async () => {
  live.start();
  await pass();
  refuseSubscriptions = [new ApiError(404, 'not-found', 'There is no such session.')];
  await live.subscribe({ sessionId: 's1' });
  await live.renew();
  expect(subscribed).toEqual([]);
});

test('a subscription that fails is made up for', async () => {
  live.start();
  await pass();
  refuseSubscriptions = [ApiError.unreachable()];
  await live.subscribe({ sessionId: 's1' });
  await pass(5_000);
  expect(subscribed).toEqual([{ sessionId: 's1' }]);
});

test('does nothing any more once it is stopped', async () => {
  live.start();
  await pass();
  await live.stop();
  await pass(24 * 60 * 60_000);
  expect(hub.connections).toHaveLength(1);
  expect(resyncs).toBe(1);
});

test('the delays double up to half a minute and differ', () => {
  expect(retryDelay(0, () => 0)).toBe(300);
  expect(retryDelay(0, () => 1)).toBe(1_000);
  expect(retryDelay(3, () => 1)).toBe(8_000);
  expect(retryDelay(100, () => 1)).toBe(30_000);
});

test('a subscription that is refused for now is asked for again, not before the server wants it', async () => {
  live.start();
  await pass();
  refuseSubscriptions = [new ApiError(429, 'too-many', 'Too many.'), new ApiError(429, 'too-many', 'Too many.', {}, 120)];
  await live.subscribe({ sessionId: 's1' });
  await pass(119_000);
  expect(subscribed).toEqual([]);
  await pass(3_000);
  expect(subscribed).toEqual([{ sessionId: 's1' }]);
});

test('says nothing any more once it is stopped', async () => {
  live.start();
  await pass();
  await live.stop();
  dispatchEvent(new Event('offline'));
  dispatchEvent(new Event('online'));
  expect(states.at(-1)).toBe('live');
});
