import { batch, effect, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Api } from '../shared/api';
import { Live, type LiveState } from '../shared/live';
import { storedLogin } from '../shared/login';
import type { ActivityMessage, AlertMessage, LiveMessages, ReportMessage, User } from '../shared/types';
import { Directory } from './directory';
import { rightsOf, type Rights } from './rights';
import { Notices } from './ui/notices';
import { Wall } from './wall/wall';

/** A session's page that is open hears what concerns it. */
export interface SessionListener {
  readonly id: string;
  onActivity(message: ActivityMessage): void;
  onReport(message: ReportMessage): void;
  onAlert(message: AlertMessage): void;
  /** An alert was resolved, or the score or the status has changed. */
  onChange(method: 'resolved' | 'score' | 'session'): void;
  /** Messages may have been missed. */
  resync(): Promise<void>;
}

/** What lives as long as somebody is signed in. */
export class Work {
  readonly api: Api;
  readonly directory: Directory;
  readonly wall: Wall;
  readonly live: Live;
  readonly liveState = signal<LiveState>('connecting');
  #open: SessionListener | null = null;
  readonly #stop: () => void;

  constructor(api: Api) {
    this.api = api;
    this.directory = new Directory(api);
    this.wall = new Wall(api, (id) => this.directory.userName(id));
    this.live = new Live(api, {
      handlers: {
        alert: (message) => {
          this.wall.hear({ method: 'alert', message });
          this.#listener(message.sessionId)?.onAlert(message);
        },
        resolved: (message) => this.#hear('resolved', message),
        score: (message) => this.#hear('score', message),
        session: (message) => this.#hear('session', message),
        activity: (message) => this.#listener(message.sessionId)?.onActivity(message),
        report: (message) => this.#listener(message.sessionId)?.onReport(message),
      },
      onState: (state) => (this.liveState.value = state),
      resync: async () => {
        await Promise.all([this.wall.resync(), this.#open?.resync()]);
      },
    });
    void this.live.subscribe({});
    this.live.start();
    // Names are looked up one by one where the lists fail.
    void this.directory.load().catch(() => {});
    const sorting = effect(() => {
      void this.directory.users.value;
      this.wall.reorder();
    });
    const finding = effect(() => {
      const cards = this.wall.order.value.map((id) => this.wall.card(id)?.peek());
      void this.directory.find(cards.flatMap((card) => card?.candidateId ?? []), cards.map((card) => card?.examId ?? null));
    });
    this.#stop = () => {
      sorting();
      finding();
    };
  }

  end(): void {
    this.#stop();
    this.wall.stop();
    void this.live.stop();
  }

  /** Hears one session in detail until the function that it gives is called. */
  open(listener: SessionListener): () => void {
    this.#open = listener;
    const subscription = { sessionId: listener.id };
    void this.live.subscribe(subscription);
    return () => {
      this.live.unsubscribe(subscription);
      if (this.#open === listener) this.#open = null;
    };
  }

  #hear<M extends 'resolved' | 'score' | 'session'>(method: M, message: LiveMessages[M]): void {
    this.wall.hear({ method, message } as Parameters<Wall['hear']>[0]);
    this.#listener(message.sessionId)?.onChange(method);
  }

  #listener(session: string): SessionListener | null {
    return this.#open?.id === session ? this.#open : null;
  }
}

/** The console itself: who is signed in, and what comes with it. */
export class Console {
  readonly api: Api;
  readonly notices = new Notices();
  readonly user = signal<User | null>(null);
  readonly work = signal<Work | null>(null);
  readonly now = signal(0);
  /** Why nobody is signed in any more, for the sign-in page. */
  readonly ended = signal<string | null>(null);
  /** In ms: until when the server has asked this page to wait. */
  readonly waitingUntil = signal<number | null>(null);

  constructor(baseUrl: string) {
    this.api = new Api(baseUrl, storedLogin('proctoring.console'));
    this.api.onSignedOut = () => this.#leave('Your login has ended. Please sign in again.');
    this.api.onWaiting = (until) => (this.waitingUntil.value = until);
    this.#tick();
    setInterval(() => this.#tick(), 1_000);
    if (this.api.currentUser) this.#enter(this.api.currentUser);
  }

  get rights(): Rights {
    return rightsOf(this.user.value?.role);
  }

  async signIn(email: string, password: string, organization?: string): Promise<void> {
    this.#enter(await this.api.login(email, password, organization));
  }

  async signOut(): Promise<void> {
    const told = this.api.logout();
    this.#leave(null);
    if (!(await told)) this.notices.tell('You are signed out here, but the server could not be told. Close this tab where others use the computer.', 'bad');
  }

  #enter(user: User): void {
    const work = rightsOf(user.role).judge ? new Work(this.api) : null;
    batch(() => {
      this.work.value = work;
      this.user.value = user;
      this.ended.value = null;
    });
  }

  #leave(why: string | null): void {
    this.work.peek()?.end();
    this.work.value = null;
    this.user.value = null;
    this.notices.clear();
    this.ended.value = why;
  }

  #tick(): void {
    this.now.value = this.api.now();
    this.work.peek()?.wall.tick(this.now.peek());
  }
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  return useContext(ConsoleContext)!;
}

/** Only below the pages, which are shown to who is signed in. */
export function useWork(): Work {
  return useConsole().work.value!;
}
