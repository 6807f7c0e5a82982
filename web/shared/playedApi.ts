import { Api } from './api';
import { storedLogin } from './login';
import type { Login } from './types';

export type Answer = [status: number, body?: unknown, headers?: Record<string, string>];

/** Answers requests in turn and keeps them. */
export class PlayedBackend {
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

export const login = (token: string, minutes = 60): Login => ({
  accessToken: token, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(), refreshToken: `refresh-${token}`,
  user: { id: 'u1', organizationId: 'o1', name: 'Petra', email: 'p@example.org', role: 'proctor' },
});

let tests = 0;

/** An API on a played backend, in tabs that no other test has. */
export function playedApi() {
  const key = `test-${++tests}`;
  const backend = new PlayedBackend();
  const api = new Api('http://backend.test', storedLogin(key), backend.fetch);
  let signedOut = 0;
  api.onSignedOut = () => signedOut++;
  return {
    backend, api, key,
    /** How often the login has ended. */
    signedOut: () => signedOut,
    /** The tokens that came with the requests, in their order. */
    tokens: () => backend.requests.map((request) => request.headers.get('authorization')),
    async signIn(minutes?: number) {
      backend.answers = [[200, login('t1', minutes)]];
      await api.login('p@example.org', 'secret');
      backend.requests.length = 0;
    },
  };
}
