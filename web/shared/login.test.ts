import { beforeEach, describe, expect, test } from 'vitest';
import { Api } from './api';
import { storedLogin } from './login';
import { login, playedApi, type Answer, type PlayedBackend } from './playedApi';

let backend: PlayedBackend;
let api: Api;
let key: string;
let signedOut: () => number;
let signIn: (minutes?: number) => Promise<void>;
let tokens: () => (string | null)[];

beforeEach(() => {
  sessionStorage.clear();
  ({ backend, api, key, signedOut, signIn, tokens } = playedApi());
});

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
    expect(signedOut()).toBe(0);
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
    expect(signedOut()).toBe(1);
    expect(sessionStorage.getItem(key)).toBeNull();
  });

  test('outlives a network that fails while it is renewed', async () => {
    await signIn(0.5);
    backend.answers = [new TypeError('failed to fetch')];
    await expect(api.user('a')).rejects.toMatchObject({ status: 0, kind: 'unreachable' });
    expect(api.currentUser).not.toBeNull();
    expect(signedOut()).toBe(0);
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
    expect(signedOut()).toBe(0);
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
    let ended = 0;
    slow.onSignedOut = () => ended++;
    expect(await slow.token()).toBe('t2');
    expect(ended).toBe(0);
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
