import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { pages, type Api } from '../../shared/api';
import { ApiError } from '../../shared/problem';
import type { LiveMessages, Session, SessionStatus } from '../../shared/types';
import { isOver, onAlert, onRead, onResolved, onScore, onSession, openCount, type Card, type Moment, type OpenAlert } from './card';
import { Frame } from './frame';
import { attention, inOrder } from './order';

type Heard = { [M in keyof LiveMessages]: { method: M; message: LiveMessages[M] } }['alert' | 'resolved' | 'score' | 'session'];

/** A session that is over stays on the wall for a while, so that its end is seen. In ms. */
const lingers = 2 * 60_000;

/** Sessions that are heard of but not known are read together, about this often. In ms. */
const readNewEvery = 2_000;

/** Sessions that ended while nothing was heard and are shown with their end; more only leave. */
const mostEnds = 20;

export interface Summary {
  running: number;
  paused: number;
  missing: number;
  alerts: number;
  urgent: number;
}

/** All sessions that go on: a signal for each card, and one for their order. */
export class Wall {
  readonly #api: Api;
  readonly #nameOf: (candidate: string) => string;
  readonly #cards = new Map<string, Signal<Card>>();
  readonly #order = signal<readonly string[]>([]);
  readonly #alerts = signal<readonly OpenAlert[]>([]);
  readonly #summary = signal<Summary>({ running: 0, paused: 0, missing: 0, alerts: 0, urgent: 0 });
  readonly #isLoaded = signal(false);
  readonly #changes = signal(0);
  readonly #frame = new Frame<Heard>((heard) => this.#apply(heard));
  #moment: Moment = 0;
  #isStopped = false;
  #readingNew: ReturnType<typeof setTimeout> | undefined;
  #resync: Promise<void> | null = null;
  #nextResync: Promise<void> | null = null;

  /** Told of alerts that were not known before and came live. */
  onNewAlerts: (alerts: readonly OpenAlert[]) => void = () => {};

  constructor(api: Api, nameOf: (candidate: string) => string) {
    this.#api = api;
    this.#nameOf = nameOf;
  }

  /** Session ids, who needs attention first. */
  get order(): ReadonlySignal<readonly string[]> {
    return this.#order;
  }

  /** Open alerts, newest first. */
  get alerts(): ReadonlySignal<readonly OpenAlert[]> {
    return this.#alerts;
  }

  get summary(): ReadonlySignal<Summary> {
    return this.#summary;
  }

  get isLoaded(): ReadonlySignal<boolean> {
    return this.#isLoaded;
  }

  /** Changes with every change of any card: what filters depend on. */
  get changes(): ReadonlySignal<number> {
    return this.#changes;
  }

  card(id: string): ReadonlySignal<Card> | undefined {
    return this.#cards.get(id);
  }

  hear(heard: Heard): void {
    this.#frame.add(heard);
  }

  /** An alert that was resolved here, before the message says so. */
  resolved(session: string, alert: string): void {
    this.#change(() => this.#update(session, (card) => onResolved(card, { id: alert })));
  }

  /** A session as a command on it answered. */
  read(session: Session): void {
    const asked = ++this.#moment;
    this.#change(() => this.#update(session.id, (card) => onRead(card, session, asked)));
  }

  /** Reads all sessions that go on, with their open alerts, and merges them with what was heard meanwhile. */
  resync(): Promise<void> {
    if (this.#resync === null) {
      this.#resync = this.#readAll().finally(() => (this.#resync = null));
      return this.#resync;
    }
    // One that is under way may have passed what is wanted now: another one follows it, for all who ask meanwhile.
    this.#nextResync ??= this.#resync
      .catch(() => {})
      .then(() => {
        this.#nextResync = null;
        return this.resync();
      });
    return this.#nextResync;
  }

  /** The names have changed. */
  reorder(): void {
    this.#change(() => {});
  }

  /** Takes away what is over for long enough. */
  tick(now: number): void {
    const old = [...this.#cards.values()].filter(({ value: card }) => isOver(card.status) && now - (card.endedAt ?? now) > lingers);
    if (old.length > 0) this.#change(() => old.forEach((card) => this.#cards.delete(card.peek().id)));
  }

  /** Nothing is read any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#readingNew);
  }

  async #readAll(): Promise<void> {
    const asked = ++this.#moment;
    const known = new Set(this.#cards.keys());
    const listed = new Set<string>();
    for await (const sessions of pages((paging) => this.#api.sessions({ ...paging, status: 'active', alerts: 'open' }))) {
      this.#change(() => {
        for (const session of sessions) {
          listed.add(session.id);
          this.#put(session, asked);
        }
      });
    }

    // What has left the list is over; one more look tells how.
    const left = [...known].filter((id) => !listed.has(id) && !isOver(this.#cards.get(id)?.peek().status ?? 'cancelled'));
    const ends = await Promise.all(left.slice(0, mostEnds).map((id) => this.#find(id)));
    this.#change(() => {
      left.filter((_, i) => !ends[i]).forEach((id) => this.#cards.delete(id));
      for (const session of ends) if (session) this.#put(session, asked);
      this.#isLoaded.value = true;
    });
  }

  async #find(id: string): Promise<Session | null> {
    try {
      return await this.#api.session(id);
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 404) return null;
      throw failure;
    }
  }

  #put(session: Session, asked: Moment): void {
    const card = this.#cards.get(session.id);
    if (card) card.value = onRead(card.peek(), session, asked);
    else this.#cards.set(session.id, signal(onRead(undefined, session, asked)));
  }

  #apply(heard: Heard[]): void {
    const now = this.#api.now();
    const news: OpenAlert[] = [];
    this.#change(() => {
      for (const item of heard) {
        const id = item.message.sessionId;
        switch (item.method) {
          case 'score':
            this.#update(id, (card) => onScore(card, item.message));
            break;
          case 'session':
            if (!this.#update(id, (card) => onSession(card, item.message, now)) && goesOn(item.message.status)) this.#readNew();
            break;
          case 'resolved':
            this.#update(id, (card) => onResolved(card, item.message));
            break;
          case 'alert': {
            const moment = ++this.#moment;
            const isKnown = this.#update(id, (card) => {
              const next = onAlert(card, item.message, moment, now);
              if (next !== card) news.push(...next.alerts.filter((alert) => alert.heard === moment));
              return next;
            });
            if (!isKnown) this.#readNew();
          }
        }
      }
    });
    if (news.length > 0) this.onNewAlerts(news);
  }

  /** False when there is no such card. */
  #update(id: string, change: (card: Card) => Card): boolean {
    const card = this.#cards.get(id);
    if (card) card.value = change(card.peek());
    return card !== undefined;
  }

  #readNew(): void {
    if (this.#isStopped) return;
    this.#readingNew ??= setTimeout(() => {
      this.#readingNew = undefined;
      void this.resync().catch(() => this.#readNew());
    }, readNewEvery * (0.5 + 0.5 * Math.random()));
  }

  #change(work: () => void): void {
    batch(() => {
      work();
      const cards = inOrder([...this.#cards.values()].map((card) => card.peek()), this.#nameOf);
      set(this.#order, cards.map((card) => card.id));
      set(this.#alerts, cards.filter((card) => !isOver(card.status)).flatMap((card) => card.alerts).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)));
      this.#summary.value = summaryOf(cards);
      this.#changes.value = this.#changes.peek() + 1;
    });
  }
}

const goesOn = (status: SessionStatus): boolean => status === 'running' || status === 'paused';

function summaryOf(cards: readonly Card[]): Summary {
  const on = cards.filter((card) => !isOver(card.status));
  return {
    running: on.filter((card) => card.status === 'running').length,
    paused: on.filter((card) => card.status === 'paused').length,
    missing: on.filter((card) => card.status === 'running' && card.presence === 'missing').length,
    alerts: on.reduce((sum, card) => sum + openCount(card), 0),
    urgent: on.filter((card) => attention(card) >= 3).length,
  };
}

/** A list with the same items is the same list: nobody is told. */
function set<T>(target: Signal<readonly T[]>, items: readonly T[]): void {
  const before = target.peek();
  if (before.length !== items.length || items.some((item, i) => item !== before[i])) target.value = items;
}
