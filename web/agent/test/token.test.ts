import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../src/clock.js';
import { createToken, type Renewal, type Renew } from '../src/token.js';
import { Over, Trouble } from '../src/trouble.js';

const minute = 60_000;
const noon = Date.parse('2026-01-31T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.setSystemTime(noon);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Each token ends 15 minutes after it was given, by the server's clock. */
function setUp({ ahead = 0, known = true, answer }: { ahead?: number; known?: boolean; answer?: (count: number) => Promise<Renewal | null> } = {}) {
  const clock = createClock();
  const server = () => Date.now() - ahead;
  const tell = () => clock.learn(new Date(server()).toISOString(), null, Date.now() - 20, Date.now() + 20);
  if (known) tell();
  let asked = 0;
  const given = (sessionToken: string): Renewal => ({ sessionToken, sessionTokenExpiresAt: new Date(server() + 15 * minute).toISOString() });
  const renew: Renew = async () => {
    asked++;
    return answer ? answer(asked) : given(`token-${asked + 1}`);
  };
  const token = createToken(given('token-1'), renew, clock);
  /** As the agent does with every heartbeat. */
  const live = async (minutes: number) => {
    for (let i = 0; i < minutes * 4; i++) {
      await token.refresh();
      vi.setSystemTime(Date.now() + minute / 4);
    }
  };
  return { token, live, tell, asked: () => asked };
}

test('it is renewed long before it ends, each time', async () => {
  const { token, live, asked } = setUp();
  await live(7);
  expect([token.value, asked()]).toEqual(['token-1', 0]);
  await live(1);
  expect([token.value, asked()]).toEqual(['token-2', 1]);
  await live(60);
  expect(asked()).toBe(8);
});

test('not all who started together renew it at the same time', async () => {
  vi.mocked(Math.random).mockReturnValue(0.99);
  const { live, asked } = setUp();
  await live(10);
  expect(asked()).toBe(0);
  await live(1);
  expect(asked()).toBe(1);
});

test.each([60, -60])('a clock that is %d minutes ahead of the server’s changes nothing', async ahead => {
  const { live, asked } = setUp({ ahead: ahead * minute });
  await live(7);
  expect(asked()).toBe(0);
  await live(1);
  expect(asked()).toBe(1);
});

test('before the server’s time is known only a refusal renews it', async () => {
  const { token, live, asked } = setUp({ known: false });
  await live(60);
  expect(asked()).toBe(0);
  expect(await token.replace('token-1')).toBe(true);
  expect(token.value).toBe('token-2');
});

test('after an hour asleep it is renewed before anything is sent', async () => {
  const { token, asked } = setUp();
  await token.refresh();
  vi.setSystemTime(Date.now() + 60 * minute);
  await token.refresh();
  expect([token.value, asked()]).toEqual(['token-2', 1]);
});

test('a token that is given out already ended is not asked for again and again', async () => {
  const { live, asked } = setUp({ answer: async () => ({ sessionToken: 'old', sessionTokenExpiresAt: new Date(noon - minute).toISOString() }) });
  await live(15);
  expect(asked()).toBeLessThanOrEqual(15);
});

test('while it cannot be renewed the present one is used, and renewing tried about every minute', async () => {
  const { token, live, asked } = setUp({ answer: async count => count < 4 ? Promise.reject(new TypeError('Failed to fetch')) : { sessionToken: 'token-2' } });
  await live(8);
  expect([token.value, asked()]).toEqual(['token-1', 1]);
  await live(2);
  expect([token.value, asked()]).toEqual(['token-2', 4]);
});

test('a wait that the server asks for is kept', async () => {
  const { live, asked } = setUp({ answer: async () => Promise.reject({ status: 429, retryAfter: 120 }) });
  await live(9.25);
  expect(asked()).toBe(1);
  await live(0.5);
  expect(asked()).toBe(2);
});

test('a session that has ended says so before its token ends', async () => {
  const { live } = setUp({ answer: async () => Promise.reject(Object.assign(new Error('The session has ended.'), { status: 409 })) });
  await expect(live(8)).rejects.toThrow(new Over('The session has ended.'));
});

test('a reply without a token is the end, too', async () => {
  const { token } = setUp({ answer: async () => ({}) as Renewal });
  await expect(token.replace('token-1')).rejects.toBeInstanceOf(Over);
});

test('a renewal that never answers is given up', async () => {
  const { token } = setUp({ answer: () => new Promise(() => {}) });
  const replaced = token.replace('token-1').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await replaced).toBeInstanceOf(Trouble);
});

test('one that the page sets while another is asked for stays', async () => {
  const { token } = setUp({ answer: async () => { token.set('of the page'); return { sessionToken: 'asked for' }; } });
  await token.replace('token-1');
  expect(token.value).toBe('of the page');
});

test('without a way to renew it nobody is asked', async () => {
  const token = createToken({ sessionToken: 'token-1', sessionTokenExpiresAt: new Date(noon).toISOString() }, undefined, createClock());
  await token.refresh();
  expect(await token.replace('token-1')).toBe(false);
});

test('a wait that is asked for is kept for 5 minutes at most', async () => {
  const { live, asked } = setUp({ answer: async () => Promise.reject({ status: 429, retryAfter: 86_400 }) });
  await live(12.5);
  expect(asked()).toBe(1);
  await live(0.5);
  expect(asked()).toBe(2);
});

test('between two renewals lie 30 s, however short tokens live', async () => {
  const soon = () => new Date(Date.now() + minute / 4).toISOString();
  let asked = 0;
  const clock = createClock();
  clock.learn(new Date(noon).toISOString(), null, noon, noon);
  const token = createToken({ sessionToken: 'short', sessionTokenExpiresAt: soon() }, async () => {
    asked++;
    return { sessionToken: 'next', sessionTokenExpiresAt: soon() };
  }, clock);
  await token.refresh();
  vi.setSystemTime(noon + 29_999);
  await token.refresh();
  expect(asked).toBe(0);
  vi.setSystemTime(noon + 30_000);
  await token.refresh();
  expect(asked).toBe(1);
});
