import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { all, Api } from './api';
import { storedLogin } from './login';
import { login, playedApi, type Answer, type PlayedBackend } from './playedApi';
import { ApiError, wordsFor } from './problem';

let backend: PlayedBackend;
let api: Api;
let key: string;
let signIn: (minutes?: number) => Promise<void>;

beforeEach(() => {
  sessionStorage.clear();
  ({ backend, api, key, signIn } = playedApi());
});

describe('a clock that is wrong', () => {
  test('does not have the login renewed for each request', async () => {
    await signIn(-60);
    backend.answers = [[200, login('t2', -60)], [200, {}], [200, {}], [200, {}]];
    for (const id of ['a', 'b', 'c']) await api.user(id);
    expect(backend.requests.map((request) => request.path)).toEqual(['auth/refresh', 'users/a', 'users/b', 'users/c']);
  });

  test('is put right by the server’s', async () => {
    await signIn();
    backend.answers = [() => [200, {}, { date: new Date(Date.now() - 120 * 60_000).toUTCString() }], [200, {}]];
    await api.me();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 70 * 60_000);
    await api.me(); // By the server's clock the token has not begun to live.
    vi.restoreAllMocks();
    expect(backend.requests.map((request) => request.path)).toEqual(['auth/me', 'auth/me']);
  });
});

describe('when the server asks to wait', () => {
  let waiting: (number | null)[];
  beforeEach(async () => {
    await signIn();
    waiting = [];
    api.onWaiting = (until) => waiting.push(until);
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('it is waited for, and the page is told', async () => {
    const began = Date.now();
    backend.answers = [[429, {}, { 'retry-after': '40' }], [200, { id: 'a' }]];
    const user = api.user('a');
    await vi.advanceTimersByTimeAsync(39_000);
    expect(backend.requests).toHaveLength(1);
    expect(waiting).toEqual([began + 40_000]);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(user).resolves.toEqual({ id: 'a' });
    expect(waiting).toEqual([began + 40_000, null]);
  });

  test.each<[string, () => Promise<unknown>, number]>([['a command', () => api.pause('s1', 'x'), 11], ['reading', () => api.user('a'), 61]])(
    'for longer than somebody would, %s fails with words', async (_, ask, seconds) => {
      backend.answers = [[429, { detail: 'Too many requests.' }, { 'retry-after': String(seconds) }]];
      const failure = await ask().catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ status: 429, retryAfter: seconds });
      expect(wordsFor(failure)).toBe(`Too many requests. Try again in ${seconds} seconds.`);
      expect(waiting).toEqual([]);
    });

  test('it is not asked for ever', async () => {
    backend.answers = Array.from({ length: 10 }, (): Answer => [429, {}, { 'retry-after': '1' }]);
    const failure = api.user('a').catch((thrown: unknown) => thrown);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await failure).toMatchObject({ status: 429 });
    expect(backend.requests).toHaveLength(4);
    expect(waiting.at(-1)).toBeNull();
  });

  test('who calls the request off waits no longer', async () => {
    const abort = new AbortController();
    backend.answers = [[429, {}, { 'retry-after': '40' }]];
    const failure = api.events('s1', {}, abort.signal).catch((thrown: unknown) => thrown);
    await vi.advanceTimersByTimeAsync(1_000);
    abort.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
    expect(waiting.at(-1)).toBeNull();
  });

  test('a sign-in does not wait by itself', async () => {
    backend.answers = [[429, {}, { 'retry-after': '5' }]];
    await expect(api.login('p@example.org', 'no')).rejects.toMatchObject({ status: 429, retryAfter: 5 });
  });
});

describe('faults', () => {
  beforeEach(() => signIn());

  test('name the fields', async () => {
    backend.answers = [[400, { type: 'urn:proctoring:problem:invalid-input', detail: 'reason is missing', errors: { reason: ['is missing'] } }]];
    const failure = await api.pause('s1', '').catch((thrown: unknown) => thrown as ApiError);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status: 400, kind: 'invalid-input' });
    expect((failure as ApiError).of('reason')).toBe('is missing');
    expect((failure as ApiError).of('minutes')).toBeNull();
  });

  test('say when to try again, in seconds or by a date of the server’s', async () => {
    const noon = 'Sat, 31 Jan 2026 12:00:00 GMT';
    backend.answers = [
      [503, { detail: 'Busy.' }, { 'retry-after': '30' }], [503, {}, { date: noon, 'retry-after': 'Sat, 31 Jan 2026 12:01:10 GMT' }],
      [503, {}, { date: noon, 'retry-after': 'Sat, 31 Jan 2026 11:00:00 GMT' }], [503, {}, { 'retry-after': 'soon' }], [503],
    ];
    for (const retryAfter of [30, 70, 0, null, null]) await expect(api.me()).rejects.toMatchObject({ status: 503, retryAfter });
  });

  test('without problem details still have words', async () => {
    backend.answers = [[502]];
    await expect(api.me()).rejects.toMatchObject({ status: 502, kind: 'unknown', message: 'The server answered 502.' });
  });

  test('an answer that breaks off is no answer', async () => {
    api = new Api('http://backend.test', storedLogin(key), async () => new Response('{"id":', { status: 200 }));
    await expect(api.me()).rejects.toMatchObject({ status: 0 });
  });

  test('a request that is called off is not a fault of the network', async () => {
    const abort = new AbortController();
    abort.abort();
    backend.answers = [new DOMException('aborted', 'AbortError')];
    await expect(api.events('s1', {}, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a decision on a version says so', async () => {
  await signIn();
  backend.answers = [[200, {}], [200, {}]];
  await api.review('s1', 'cleared', undefined, { on: 7 });
  await api.pause('s1', 'fire drill');
  expect(backend.requests.map((request) => request.headers.get('if-match'))).toEqual(['"7"', null]);
  expect(backend.requests[0]!.body).toEqual({ decision: 'cleared' });
});

test('a command keeps its key when its request is sent again', async () => {
  await signIn();
  backend.answers = [[401], [200, login('t2')], [200, {}], [200, {}]];
  await api.grantTime('s1', 10, 'fire drill', { idempotencyKey: 'k1' });
  await api.grantTime('s1', 10, 'fire drill');
  expect(backend.requests.map((request) => [request.path, request.headers.get('idempotency-key')])).toEqual([
    ['sessions/s1/time', 'k1'], ['auth/refresh', null], ['sessions/s1/time', 'k1'], ['sessions/s1/time', null],
  ]);
});

test('ids are escaped', async () => {
  await signIn();
  backend.answers = [[200, {}]];
  await api.session('../users?x=1');
  expect(backend.requests[0]).toMatchObject({ path: 'sessions/..%2Fusers%3Fx%3D1', query: '' });
});

test('a list is read to its end', async () => {
  await signIn();
  const first = Array.from({ length: 200 }, (_, i) => i);
  backend.answers = [[200, { items: first, next: 'c1' }], [200, { items: [200], next: 'c2' }], [200, { items: [201], next: null }]];
  await expect(all((paging) => api.users(paging))).resolves.toEqual([...first, 200, 201]);
  expect(backend.requests.map((request) => request.query)).toEqual(['?limit=200', '?limit=200&cursor=c1', '?limit=200&cursor=c2']);
});

test('a report comes with the name that the server gives it', async () => {
  await signIn();
  backend.answers = [[200, {}, { 'content-disposition': "attachment; filename=x.pdf; filename*=UTF-8''Sch%C3%B6n.pdf" }]];
  await expect(api.reportContent('s1', 'r1')).resolves.toMatchObject({ name: 'Schön.pdf' });
});

test("the server's clock is followed where it tells it", async () => {
  await signIn();
  const ahead = 10 * 60_000;
  backend.answers = [() => [200, {}, { date: new Date(Date.now() + ahead).toUTCString() }]];
  await api.me();
  expect(Math.abs(api.now() - Date.now() - ahead)).toBeLessThan(2_000);
});
