import 'fake-indexeddb/auto';
import { vi } from 'vitest';
import type { AgentOptions } from '../src/index.js';
import { createAgent } from '../src/index.js';

export interface SentEvent {
  id: string;
  seq?: number;
  type: string;
  occurredAt: string;
  durationMs?: number;
  label?: string;
  confidence?: number;
  data?: Record<string, unknown>;
}

export interface Sent {
  url: string;
  token: string;
  keepalive: boolean;
  bytes: number;
  events: SentEvent[];
  signal: AbortSignal | undefined;
}

type Answer = Response | Error | Promise<Response>;

/** Stands for the backend: keeps what it is sent and answers as it is told, or takes everything. */
export class Backend {
  readonly requests: Sent[] = [];
  /** By id, as the real one does: what came before changes nothing. */
  readonly taken = new Map<string, SentEvent>();
  answer: (request: Sent) => Answer = request => this.accept(request);

  constructor() {
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      const body = String(init.body);
      const request: Sent = {
        url,
        token: new Headers(init.headers).get('authorization')!.replace('Bearer ', ''),
        keepalive: init.keepalive ?? false,
        bytes: new TextEncoder().encode(body).length,
        events: (JSON.parse(body) as { events: SentEvent[] }).events,
        signal: init.signal ?? undefined,
      };
      this.requests.push(request);
      const answer = await this.answer(request);
      if (answer instanceof Error) throw answer;
      return answer;
    });
  }

  accept(request: Sent): Response {
    for (const event of request.events) if (!this.taken.has(event.id)) this.taken.set(event.id, event);
    return reply(202, { accepted: request.events.map(event => event.id), refused: [] });
  }

  get events(): SentEvent[] { return [...this.taken.values()]; }
  get seqs(): number[] { return this.events.map(event => event.seq ?? 0).sort((a, b) => a - b); }
  of(type: string): SentEvent[] { return this.events.filter(event => event.type === type); }
}

export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { date: new Date().toUTCString(), ...headers } });
}

/** The browser's locks: one holder of a name at a time, in the order of the requests. happy-dom has none. */
export function stubLocks() {
  const last = new Map<string, Promise<unknown>>();
  const request = (name: string, act: () => Promise<unknown>) => {
    const held = (last.get(name) ?? Promise.resolve()).then(act);
    last.set(name, held.catch(() => {}));
    return held;
  };
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager);
}

let sessions = 0;
/** Every test has a session of its own, hence a database of its own. */
export const newSession = () => `session-${++sessions}`;

/** An agent without captures, unless they are asked for. */
export function agentFor(sessionId: string, options: Partial<AgentOptions> = {}) {
  return createAgent({
    baseUrl: 'https://backend.example',
    sessionId,
    sessionToken: 'token-1',
    captures: {
      absence: false, clipboard: false, contextMenu: false, fullscreen: false, heartbeat: false, mouse: false, shortcuts: false, typing: false,
    },
    batchMs: 0,
    ...options,
  });
}

export const numbers = (to: number) => Array.from({ length: to }, (_, index) => index + 1);

/** Until it holds; generous, because machines are busy. */
export const until = (condition: () => unknown) => vi.waitFor(() => { if (!condition()) throw new Error(`not yet: ${condition}`); }, { timeout: 20_000, interval: 5 });
