import type { LoginStore } from './login';
import { ApiError } from './problem';
import type { Login, User } from './types';

export interface RequestOptions {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Version that the change was decided on: 412 when the resource has changed since. */
  ifMatch?: number;
  /** The same for every attempt at one command: what was done by the first is not done again. */
  idempotencyKey?: string | undefined;
  /** Instead of the user's access token. */
  token?: string;
  signal?: AbortSignal;
  /** In ms, until the whole answer is there; 30 s if not given. */
  timeout?: number;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

/** Access tokens are renewed this long before they expire, in ms. */
const renewBefore = 60_000;

/** In ms. */
const patience = 30_000;

/** The login is renewed by this machine's clock no more often than this: it may be wrong, and a refusal tells, too. In ms. */
const renewAtMost = 60_000;

/** How long a request waits by itself where the server asks for it: somebody stands before a command. In seconds. */
const longestWait = { read: 60, command: 10 };
const mostWaits = 3;

/** Requests to `/api/v1` as the user who is signed in: renews the access token silently, and throws `ApiError`. */
export class Http {
  /** Called when the login is over and cannot be renewed. */
  onSignedOut: () => void = () => {};
  /** Called when the server has asked to wait, with the time (`Date.now()`) until which, and when nothing waits any more. */
  onWaiting: (until: number | null) => void = () => {};
  readonly baseUrl: string;
  readonly #store: LoginStore;
  readonly #fetch: typeof fetch;
  #renewal: Promise<Login> | null = null;
  #renewedAt = -Infinity;
  #clockOffset = 0;
  #waiting = 0;

  /** @param baseUrl Without a slash at the end. */
  constructor(baseUrl: string, store: LoginStore, fetcher: typeof fetch = (input, init) => fetch(input, init)) {
    this.baseUrl = baseUrl;
    this.#store = store;
    this.#fetch = fetcher;
  }

  /** Who is signed in. */
  get currentUser(): User | null {
    return this.#store.read()?.user ?? null;
  }

  /** The server's time in ms, as far as its answers tell it; across origins they may not, and then this machine's. */
  now(): number {
    return Date.now() + this.#clockOffset;
  }

  /**
   * @param organization Its id, where the address and the password fit accounts of several: they then give a 409 of the
   * kind `organization-needed` with those to choose from.
   */
  async login(email: string, password: string, organization?: string): Promise<User> {
    const login = await this.#read<Login>(await this.#send('POST', 'auth/login', { body: { email, password, organization } }, null));
    this.#store.write(login);
    return login.user;
  }

  /** Signs out here at once, and at the server if it can be reached. Resolves to whether it was told. */
  async logout(): Promise<boolean> {
    const login = this.#store.read();
    this.#store.write(null);
    if (!login) return true;
    // The refresh token says whose login it is, also when the access token has expired.
    const { refreshToken } = login;
    const reply = await this.#send('POST', 'auth/logout', { body: { refreshToken }, keepalive: true }, null).catch(() => null);
    // 401: that login had ended anyway.
    return reply !== null && (reply.ok || reply.status === 401);
  }

  /** An access token that is good for a while. */
  async token(): Promise<string> {
    const login = this.#store.read();
    if (!login) throw this.#signedOut();
    const isDue = Date.parse(login.expiresAt) - this.now() <= renewBefore && Date.now() - this.#renewedAt >= renewAtMost;
    return isDue ? (await this.#renew(login)).accessToken : login.accessToken;
  }

  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#read<T>(await this.send(method, path, options));
  }

  /** The reply, if it is a success. Waits where the server has asked for it with a 429, as nothing was done then. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    for (let waits = 0; ; waits++) {
      try {
        return await this.#check(await this.#attempt(method, path, options));
      } catch (failure) {
        const seconds = failure instanceof ApiError && failure.status === 429 ? failure.retryAfter : null;
        const longest = method === 'GET' ? longestWait.read : longestWait.command;
        if (seconds === null || seconds > longest || waits === mostWaits) throw failure;
        await this.#wait(seconds * 1000, options.signal);
      }
    }
  }

  async #attempt(method: string, path: string, options: RequestOptions): Promise<Response> {
    if (options.token !== undefined) return this.#send(method, path, options, options.token);
    const token = await this.token();
    const reply = await this.#send(method, path, options, token);
    const login = this.#store.read();
    if (reply.status !== 401 || !login) return reply;

    // The clocks may differ, or the login was changed; another request may also have renewed it meanwhile.
    const renewed = login.accessToken === token ? await this.#renew(login) : login;
    return this.#send(method, path, options, renewed.accessToken);
  }

  /** A little longer, so that not all come back at once. */
  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const wait = ms + 500 * Math.random();
    this.#waiting++;
    this.onWaiting(Date.now() + wait);
    try {
      await new Promise<void>((resolve, reject) => {
        const giveUp = () => {
          clearTimeout(timer);
          reject(signal!.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        }, wait);
        if (signal?.aborted) giveUp();
        else signal?.addEventListener('abort', giveUp, { once: true });
      });
    } finally {
      if (--this.#waiting === 0) this.onWaiting(null);
    }
  }

  /** Requests that find the token expired at the same time share one renewal. */
  #renew(login: Login): Promise<Login> {
    this.#renewal ??= this.#refresh(login).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #refresh(login: Login): Promise<Login> {
    await this.#store.ready;
    const present = this.#store.read();
    // Another tab has renewed it.
    if (present && present.refreshToken !== login.refreshToken) return present;
    const reply = await this.#send('POST', 'auth/refresh', { body: { refreshToken: login.refreshToken } }, null);
    if (reply.status === 401 || reply.status === 400) {
      const successor = this.#store.read();
      if (successor && successor.refreshToken !== login.refreshToken) return successor;
      throw this.#signedOut();
    }
    const renewed = await this.#read<Login>(reply);
    this.#renewedAt = Date.now();
    this.#store.renew(login, renewed);
    return renewed;
  }

  #signedOut(): ApiError {
    const wasSignedIn = this.#store.read() !== null;
    this.#store.write(null);
    if (wasSignedIn) this.onSignedOut();
    return new ApiError(401, 'unauthenticated', 'Your login has ended. Please sign in again.');
  }

  async #send(method: string, path: string, options: RequestOptions, token: string | null): Promise<Response> {
    const url = new URL(`${this.baseUrl}/api/v1/${path}`);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ accept: 'application/json' });
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (options.ifMatch !== undefined) headers.set('if-match', `"${options.ifMatch}"`);
    if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    const sent = Date.now();
    try {
      const reply = await this.#fetch(url, {
        method,
        headers,
        cache: 'no-store',
        keepalive: options.keepalive ?? false,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        // A network that swallows everything must not keep anybody waiting for ever.
        signal: AbortSignal.any([AbortSignal.timeout(options.timeout ?? patience), ...(options.signal ? [options.signal] : [])]),
      });
      this.#compareClocks(sent, reply);
      return reply;
    } catch (failure) {
      if (options.signal?.aborted) throw failure;
      throw ApiError.unreachable();
    }
  }

  /** `Date` is in whole seconds, and the way takes time: only a difference beyond that is one. */
  #compareClocks(sent: number, reply: Response): void {
    const date = Date.parse(reply.headers.get('date') ?? '');
    const received = Date.now();
    if (Number.isNaN(date) || received - sent > 2_000) return;
    const offset = date + 500 - (sent + received) / 2;
    if (Math.abs(offset - this.#clockOffset) > 2_000) this.#clockOffset = Math.abs(offset) > 2_000 ? offset : 0;
  }

  async #check(reply: Response): Promise<Response> {
    if (!reply.ok) throw await ApiError.from(reply);
    return reply;
  }

  async #read<T>(reply: Response): Promise<T> {
    await this.#check(reply);
    if (reply.status === 204) return undefined as T;
    try {
      return (await reply.json()) as T;
    } catch {
      throw ApiError.unreachable();
    }
  }
}
