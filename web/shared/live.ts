import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Api } from './api';
import { ApiError } from './problem';
import type { LiveMessages, Subscription } from './types';

/** `live`: connected and subscribed. `lost`: it was, or could not be, and is tried again. */
export type LiveState = 'connecting' | 'live' | 'lost';

export interface LiveOptions {
  /** Called for every message, in the order of arrival; messages can come twice and late. */
  handlers: { [M in keyof LiveMessages]?: (message: LiveMessages[M]) => void };
  onState?: (state: LiveState) => void;
  /**
   * Messages may have been missed: read over HTTP what is shown, and merge. Called after every connection and every
   * renewal of the subscriptions, when what is subscribed to is heard already. When it throws, it is called again.
   */
  resync?: () => Promise<void>;
}

/** Subscriptions last 24 h on the service. */
const renewEvery = 30 * 60_000;

/** The most that a server may ask to wait, in seconds. */
const longestAsked = 300;

/** Full jitter under a doubling limit, 1 s to 30 s, so that proctors do not all come back at once after an outage. In ms. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const limit = Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5));
  return limit * (0.3 + 0.7 * random());
}

/**
 * A connection to the SignalR service that is kept up for ever: the service's address and token are negotiated anew at
 * each attempt, and what was subscribed to is subscribed to again.
 */
export class Live {
  readonly #api: Api;
  readonly #options: LiveOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #waiting = new Set<() => void>();
  #connection: HubConnection | null = null;
  #stopped = true;
  #state: LiveState | null = null;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;

  constructor(api: Api, options: LiveOptions) {
    this.#api = api;
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    addEventListener('online', this.#online);
    addEventListener('offline', this.#offline);
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#generation++;
    clearTimeout(this.#renewal);
    removeEventListener('online', this.#online);
    removeEventListener('offline', this.#offline);
    const connection = this.#connection;
    this.#connection = null;
    this.#retryNow();
    await connection?.stop();
  }

  /** Hears a session, an exam or the organisation from now on, also over later connections. */
  async subscribe(to: Subscription): Promise<void> {
    this.#subscriptions.set(JSON.stringify(to), to);
    if (this.#stopped) return;
    try {
      await this.#subscribeTo(to);
    } catch {
      // Together with the others then, until it succeeds. Without a connection the next one does so.
      if (this.#state === 'live') void this.renew();
    }
  }

  /** Only stops renewing: the service itself knows no end of a subscription before its time. */
  unsubscribe(from: Subscription): void {
    this.#subscriptions.delete(JSON.stringify(from));
  }

  /** Subscribes again and calls `resync`, as after a reconnection. */
  async renew(): Promise<void> {
    const generation = ++this.#generation;
    clearTimeout(this.#renewal);
    for (let attempt = 0; this.#isCurrent(generation); attempt++) {
      try {
        await Promise.all([...this.#subscriptions.values()].map((to) => this.#subscribeTo(to)));
        await this.#options.resync?.();
        break;
      } catch (failure) {
        if (failure instanceof ApiError && failure.status === 401) return;
        if (this.#isCurrent(generation)) this.#enter('lost');
        const asked = failure instanceof ApiError ? Math.min(failure.retryAfter ?? 0, longestAsked) * 1000 : 0;
        await this.#wait(asked + retryDelay(attempt));
      }
    }
    if (!this.#isCurrent(generation)) return;
    this.#enter('live');
    this.#renewal = setTimeout(() => void this.renew(), renewEvery * (0.8 + 0.2 * Math.random()));
  }

  /** What does not exist any more is not asked for again. */
  async #subscribeTo(to: Subscription): Promise<void> {
    try {
      await this.#api.subscribe(to);
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 404)) throw failure;
      this.unsubscribe(to);
    }
  }

  async #connect(): Promise<void> {
    this.#enter('connecting');
    const connection = this.#build();
    this.#connection = connection;
    for (let attempt = 0; this.#connection === connection; attempt++) {
      try {
        await connection.start();
        break;
      } catch {
        if (!this.#api.currentUser) return; // signed out: whoever signs in starts another one
        this.#enter('lost');
        await this.#wait(retryDelay(attempt));
      }
    }
    if (this.#connection === connection) await this.renew();
    else await connection.stop();
  }

  #build(): HubConnection {
    // The client posts to …/realtime/negotiate with the user's token and is sent on to the service.
    const connection = new HubConnectionBuilder()
      .withUrl(`${this.#api.baseUrl}/api/v1/realtime`, { accessTokenFactory: () => this.#api.token(), withCredentials: false })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry) => (this.#api.currentUser ? retryDelay(retry.previousRetryCount) : null) })
      .configureLogging(LogLevel.None)
      .build();
    for (const [method, handler] of Object.entries(this.#options.handlers)) connection.on(method, handler as (message: unknown) => void);
    connection.onreconnecting(() => {
      this.#generation++;
      this.#enter('lost');
    });
    connection.onreconnected(() => void this.renew());
    connection.onclose(() => {
      // The service may also close for good, say when its token has run out.
      if (this.#connection !== connection) return;
      this.#generation++;
      this.#enter('lost');
      void this.#wait(retryDelay(0)).then(() => (this.#connection === connection ? this.#connect() : undefined));
    });
    return connection;
  }

  #isCurrent(generation: number): boolean {
    return !this.#stopped && generation === this.#generation;
  }

  #enter(state: LiveState): void {
    // Connecting again after a loss is still a loss to who looks at the page.
    if (state === this.#state || (state === 'connecting' && this.#state === 'lost')) return;
    this.#state = state;
    this.#options.onState?.(state);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#waiting.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#waiting.add(over);
    });
  }

  // The browser knows sooner than the connection, which first waits for an answer.
  #offline = (): void => this.#enter('lost');

  #online = (): void => {
    if (this.#connection?.state === HubConnectionState.Connected) void this.renew();
    else this.#retryNow();
  };

  #retryNow = (): void => this.#waiting.forEach((over) => over());
}
