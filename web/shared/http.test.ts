import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { all, Api } from './api';
import { storedLogin } from './login';
import { ApiError, wordsFor } from './problem';
import type { Login } from './types';

type Answer = [status: number, body?: unknown, headers?: Record<string, string>];

/** Answers requests in turn and keeps them. */
class Backend {
  readonly requests: { method: string; path: string; query: string; headers: Headers; body: unknown }[] = [];
  answers: (Answer | Error | ((path: string) => Answer))[] = [];

  fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input));
    const path = url.pathname.replace('/api/v1/', '');
    this.requests.push({
      method: init.method ?? 'GET', path, query: url.search, headers: new Headers(init.headers),
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
    });
    const next = this.answers.shift() ?? [500];
    if (next instanceof Error) throw next;
    const [status, body, headers] = typeof next === 'function' ? next(path) : next;
    return new Response(body === undefined ? null : JSON.stringify(body), { status, ...(headers ? { headers } : {}) });
  };
}

const login = (token: string, minutes = 60): Login => ({
  accessToken: token, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(), refreshToken: `refresh-${token}`,
  user: { id: 'u1', organizationId: 'o1', name: 'Petra', email: 'p@example.org', role: 'proctor' },
});

let backend: Backend;
let api: Api;
let signedOut: number;
/** Each test has its own tabs. */
let key: string;
let tests = 0;

beforeEach(() => {
  sessionStorage.clear();
  key = `test-${++tests}`;
  backend = new Backend();
  api = new Api('http://backend.test', storedLogin(key), backend.fetch);
  signedOut = 0;
  api.onSignedOut = () => signedOut++;
});

const signIn = async (minutes?: number) => {
  backend.answers = [[200, login('t1', minutes)]];
  await api.login('p@example.org', 'secret');
  backend.requests.length = 0;
};

const tokens = () => backend.requests.map((request) => request.headers.get('authorization'));

describe('login', () => {
  test('is kept for the tab and sent along', async () => {
    await signIn();
    expect(new Api('http://backend.test', storedLogin(key)).currentUser?.name).toBe('Petra');
    backend.answers = [[200, { items: [], next: null }]];
    await api.sessions({ status: 'active', alerts: 'open' });
    expect(backend.requests[0]).toMatchObject({ method: 'GET', path: 'sessions', query: '?status=active&alerts=open' });
    expect(tokens()).toEqual(['Bearer t1']);
  });

  test('a wrong password is no end of a login', async () => {
    backend.answers = [[401, { type: 'urn:proctoring:problem:unauthenticated', detail: 'E-mail address or password is wrong.' }]];
    await expect(api.login('p@example.org', 'no')).rejects.toMatchObject({ status: 401, kind: 'unauthenticated', message: 'E-mail address or password is wrong.' });
    expect(signedOut).toBe(0);
  });

  test('is renewed before it expires, once for all requests of the moment', async () => {
    await signIn(0.5);
    backend.answers = [[200, login('t2')], (path) => [200, { id: path }], (path) => [200, { id: path }]];
    await Promise.all([api.user('a'), api.user('b')]);
    expect(backend.requests.map((request) => request.path)).toEqual(['auth/refresh', 'users/a', 'users/b']);
    expect(tokens()).toEqual([null, 'Bearer t2', 'Bearer t2']);
  });

  test('is renewed when the server knows the token no more, and the request sent again', async () => {
    await signIn();
    backend.answers = [[401], [200, login('t2')], [200, { id: 'a' }]];
    await expect(api.user('a')).resolves.toEqual({ id: 'a' });
    expect(tokens()).toEqual(['Bearer t1', null, 'Bearer t2']);
  });

  test('ends when it cannot be renewed', async () => {
    await signIn();
    backend.answers = [[401], [401]];
    await expect(api.user('a')).rejects.toMatchObject({ status: 401 });
    expect(api.currentUser).toBeNull();
    expect(signedOut).toBe(1);
    expect(sessionStorage.getItem(key)).toBeNull();
  });

  test('outlives a network that fails while it is renewed', async () => {
    await signIn(0.5);
    backend.answers = [new TypeError('failed to fetch')];
    await expect(api.user('a')).rejects.toMatchObject({ status: 0, kind: 'unreachable' });
    expect(api.currentUser).not.toBeNull();
    expect(signedOut).toBe(0);
  });

  test('that was ended meanwhile is not brought back by its renewal', async () => {
    await signIn(0.5);
    backend.answers = [() => (api.logout(), [200, login('t2')]), [200, {}]];
    await api.user('a').catch(() => {});
    expect(api.currentUser).toBeNull();
  });
});

describe('signing out', () => {
  beforeEach(() => signIn());

  test('ends the login here and at the server', async () => {
    backend.answers = [[204]];
    const told = api.logout();
    expect(api.currentUser).toBeNull();
    expect(await told).toBe(true);
    expect(backend.requests).toMatchObject([{ method: 'POST', path: 'auth/logout', body: { refreshToken: 'refresh-t1' } }]);
    expect(signedOut).toBe(0);
  });

  test.each<[string, Answer | Error, boolean]>([['does not answer', new TypeError('failed to fetch'), false], ['fails', [503], false], ['knows it no more', [401], true]])(
    'when the server %s it is over here all the same', async (_, answer, told) => {
      backend.answers = [answer];
      expect(await api.logout()).toBe(told);
      expect(api.currentUser).toBeNull();
      expect(sessionStorage.getItem(key)).toBeNull();
    });
});

describe('several organisations', () => {
  test('are told, and one is chosen', async () => {
    const organizations = [{ id: 'o1', name: 'Northgate' }, { id: 'o2', name: 'Southgate' }];
    backend.answers = [[409, { type: 'urn:proctoring:problem:organization-needed', detail: 'Which?', organizations }], [200, login('t1')]];
    await expect(api.login('p@example.org', 'secret')).rejects.toMatchObject({ status: 409, kind: 'organization-needed', organizations });
    await api.login('p@example.org', 'secret', 'o2');
    expect(backend.requests.map((request) => request.body)).toEqual([
      { email: 'p@example.org', password: 'secret' }, { email: 'p@example.org', password: 'secret', organization: 'o2' },
    ]);
  });
});

describe('two tabs with one login', () => {
  /** Another tab, as it was duplicated. */
  const duplicate = () => new Api('http://backend.test', storedLogin(key), backend.fetch);
  const heard = () => new Promise((resolve) => setTimeout(resolve, 20));

  test('share what one of them renewed', async () => {
    await signIn(0.5);
    const other = duplicate();
    await heard();
    backend.answers = [[200, login('t2')], (path) => [200, { id: path }], (path) => [200, { id: path }]];
    await api.user('a');
    await heard();
    await other.user('b');
    expect(backend.requests.map((request) => request.path)).toEqual(['auth/refresh', 'users/a', 'users/b']);
  });

  test('that renew at the same time both go on, as the server gives both the same', async () => {
    await signIn(0.5);
    const other = duplicate();
    backend.answers = [[200, login('t2')], [200, login('t2')], [200, {}], [200, {}]];
    await Promise.all([api.user('a'), other.user('b')]);
    expect(await Promise.all([api.token(), other.token()])).toEqual(['t2', 't2']);
  });

  test('go on when the server has taken the token from the other one, which tells of it before the refusal comes', async () => {
    await signIn(0.5);
    const other = duplicate();
    await heard();
    backend.answers = [[200, login('t2')], [200, {}]];
    const slow = new Api('http://backend.test', storedLogin(key), async (input, init) => {
      if (!String(input).endsWith('auth/refresh')) return backend.fetch(input, init);
      await other.user('a');
      await heard();
      return new Response(null, { status: 401 });
    });
    slow.onSignedOut = () => signedOut++;
    expect(await slow.token()).toBe('t2');
    expect(signedOut).toBe(0);
  });

  test('also when one was put away while the other renewed it', async () => {
    await signIn(0.5);
    const old = sessionStorage.getItem(key)!;
    backend.answers = [[200, login('t2')], [200, {}]];
    await api.user('a');
    const storage = { getItem: () => old, setItem() {}, removeItem() {} } as unknown as Storage;
    const woken = new Api('http://backend.test', storedLogin(key, () => storage), backend.fetch);
    backend.answers = [[200, {}]];
    await woken.user('b');
    expect(tokens()).toEqual([null, 'Bearer t2', 'Bearer t2']);
  });

  test('that are two people stay so', async () => {
    await signIn(0.5);
    const storage = { getItem: () => JSON.stringify(login('other')), setItem() {}, removeItem() {} } as unknown as Storage;
    const stranger = new Api('http://backend.test', storedLogin(key, () => storage), backend.fetch);
    backend.answers = [[200, login('t2')], [200, {}]];
    await api.user('a');
    await heard();
    expect(await stranger.token()).toBe('other');
  });
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
