import { beforeEach, describe, expect, test } from 'vitest';
import { all, Api } from './api';
import { storedLogin } from './login';
import { ApiError } from './problem';
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

beforeEach(() => {
  sessionStorage.clear();
  backend = new Backend();
  api = new Api('http://backend.test', storedLogin('test'), backend.fetch);
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
    expect(new Api('http://backend.test', storedLogin('test')).currentUser?.name).toBe('Petra');
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
    expect(sessionStorage.getItem('test')).toBeNull();
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

  test('say when to try again', async () => {
    backend.answers = [[429, { detail: 'Too many.' }, { 'retry-after': '30' }]];
    await expect(api.me()).rejects.toMatchObject({ status: 429, retryAfter: 30 });
  });

  test('without problem details still have words', async () => {
    backend.answers = [[502]];
    await expect(api.me()).rejects.toMatchObject({ status: 502, kind: 'unknown', message: 'The server answered 502.' });
  });

  test('an answer that breaks off is no answer', async () => {
    api = new Api('http://backend.test', storedLogin('test'), async () => new Response('{"id":', { status: 200 }));
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
  await api.review('s1', 'cleared', undefined, 7);
  await api.pause('s1', 'fire drill');
  expect(backend.requests.map((request) => request.headers.get('if-match'))).toEqual(['"7"', null]);
  expect(backend.requests[0]!.body).toEqual({ decision: 'cleared' });
});

test('ids are escaped', async () => {
  await signIn();
  backend.answers = [[200, {}]];
  await api.session('../users?x=1');
  expect(backend.requests[0]).toMatchObject({ path: 'sessions/..%2Fusers%3Fx%3D1', query: '' });
});

test('a list is read to its end', async () => {
  await signIn();
  backend.answers = [[200, { items: [1, 2], next: 'c1' }], [200, { items: [3], next: null }]];
  await expect(all((paging) => api.users(paging))).resolves.toEqual([1, 2, 3]);
  expect(backend.requests.map((request) => request.query)).toEqual(['?limit=200', '?limit=200&cursor=c1']);
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
