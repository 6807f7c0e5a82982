import type { LoginStore } from './login';
import { ApiError } from './problem';
import type { Login, User } from './types';

export interface RequestOptions {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Version that the change was decided on: 412 when the resource has changed since. */
  ifMatch?: number;
  /** Instead of the user's access token. */
  token?: string;
  signal?: AbortSignal;
  /** In ms, until the whole answer is there; 30 s if not given. */
  timeout?: number;
}

/** Access tokens are renewed this long before they expire, in ms. */
const renewBefore = 60_000;

/** In ms. */
const patience = 30_000;

/** Requests to `/api/v1` as the user who is signed in: renews the access token silently, and throws `ApiError`. */
export class Http {
  /** Called when the login is over and cannot be renewed. */
  onSignedOut: () => void = () => {};
  readonly baseUrl: string;
  readonly #store: LoginStore;
  readonly #fetch: typeof fetch;
  #renewal: Promise<Login> | null = null;
  #clockOffset = 0;

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

  async login(email: string, password: string): Promise<User> {
    const login = await this.#read<Login>(await this.#send('POST', 'auth/login', { body: { email, password } }, null));
    this.#store.write(login);
    return login.user;
  }

  logout(): void {
    this.#store.write(null);
  }

  /** An access token that is good for a while. */
  async token(): Promise<string> {
    const login = this.#store.read();
    if (!login) throw this.#signedOut();
    return Date.parse(login.expiresAt) - Date.now() > renewBefore ? login.accessToken : (await this.#renew(login)).accessToken;
  }

  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#read<T>(await this.send(method, path, options));
  }

  /** The reply, if it is a success. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    if (options.token !== undefined) return this.#check(await this.#send(method, path, options, options.token));
    const token = await this.token();
    const reply = await this.#send(method, path, options, token);
    const login = this.#store.read();
    if (reply.status !== 401 || !login) return this.#check(reply);

    // The clocks may differ, or the server's keys may have changed; another request may also have renewed it meanwhile.
    const renewed = login.accessToken === token ? await this.#renew(login) : login;
    return this.#check(await this.#send(method, path, options, renewed.accessToken));
  }

  /** Requests that find the token expired at the same time share one renewal. */
  #renew(login: Login): Promise<Login> {
    this.#renewal ??= this.#refresh(login).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #refresh(login: Login): Promise<Login> {
    const reply = await this.#send('POST', 'auth/refresh', { body: { refreshToken: login.refreshToken } }, null);
    if (reply.status === 401 || reply.status === 400) throw this.#signedOut();
    const renewed = await this.#read<Login>(reply);
    // Not if somebody signed out, or in as another, meanwhile.
    if (this.#store.read()?.refreshToken === login.refreshToken) this.#store.write(renewed);
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
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    const sent = Date.now();
    try {
      const reply = await this.#fetch(url, {
        method,
        headers,
        cache: 'no-store',
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
