import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Api } from '../../shared/api';
import type { EventType, ScoredEvent } from '../../shared/types';

/** Events kept by the page; a session has more only after many hours of trouble, and its report has them all. */
const most = 20_000;

/**
 * All events of a session: read page by page from the oldest on, and appended as they are heard. Whatever comes twice is
 * there once.
 */
export class EventBook {
  readonly #api: Api;
  readonly #session: string;
  readonly #byId = new Map<string, ScoredEvent>();
  readonly #version = signal(0);
  readonly #isReading = signal(false);
  /** Where reading goes on: the last page may have been filled up since. */
  #cursor: string | undefined;
  #abort = new AbortController();

  /** In the order in which they were scored. */
  readonly events: ReadonlySignal<readonly ScoredEvent[]> = computed(() => {
    void this.#version.value;
    return [...this.#byId.values()];
  });

  constructor(api: Api, session: string) {
    this.#api = api;
    this.#session = session;
  }

  get isReading(): ReadonlySignal<boolean> {
    return this.#isReading;
  }

  get isFull(): boolean {
    return this.#byId.size >= most;
  }

  add(events: readonly ScoredEvent[]): void {
    const before = this.#byId.size;
    for (const event of events) if (!this.#byId.has(event.id) && !this.isFull) this.#byId.set(event.id, event);
    if (this.#byId.size > before) this.#version.value = this.#version.peek() + 1;
  }

  /** Reads what is not known yet. */
  async read(): Promise<void> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.#isReading.value = true;
    try {
      for (;;) {
        const page = await this.#api.events(this.#session, { limit: 200, ...(this.#cursor ? { cursor: this.#cursor } : {}) }, abort.signal);
        if (abort.signal.aborted) return;
        this.add(page.items);
        if (page.next === null || this.isFull) return;
        this.#cursor = page.next;
      }
    } catch (failure) {
      if (!abort.signal.aborted) throw failure;
    } finally {
      if (this.#abort === abort) this.#isReading.value = false;
    }
  }

  stop(): void {
    this.#abort.abort();
  }
}

export interface EventFilter {
  readonly type: EventType | '';
  /** Only what cost points. */
  readonly costly: boolean;
  /** Without heartbeats and samples, which are most of all events. */
  readonly quiet: boolean;
  /** Times at which they count in ms, the first included and the second not. */
  readonly from: number | null;
  readonly to: number | null;
}

export const allEvents: EventFilter = { type: '', costly: false, quiet: true, from: null, to: null };

/** When it counts, in ms: when it occurred, as far as that can be. What is drawn and filtered by time goes by this. */
export const countsAt = (event: ScoredEvent): number => Date.parse(event.beforeStart ? event.receivedAt : event.occurredAt);

const routine: ReadonlySet<EventType> = new Set<EventType>(['HEARTBEAT', 'TYPING_SAMPLE', 'MOUSE_SAMPLE', 'ANSWER_TIMING']);

export const isRoutine = (type: EventType): boolean => routine.has(type);

export function filtered(events: readonly ScoredEvent[], filter: EventFilter): ScoredEvent[] {
  return events.filter((event) => {
    if (filter.type !== '' ? event.type !== filter.type : filter.quiet && isRoutine(event.type)) return false;
    if (filter.costly && event.deduction === 0) return false;
    if (filter.from === null && filter.to === null) return true;
    const at = countsAt(event);
    return (filter.from === null || at >= filter.from) && (filter.to === null || at < filter.to);
  });
}

export interface Cost {
  readonly type: EventType;
  readonly count: number;
  readonly points: number;
  /** The different rules that applied, most frequent first. */
  readonly reasons: readonly { reason: string; count: number }[];
}

/** Which events cost how much, the dearest first; types that cost nothing are left out. */
export function costs(events: readonly ScoredEvent[]): Cost[] {
  const byType = new Map<EventType, { count: number; points: number; reasons: Map<string, number> }>();
  for (const { type, deduction, reason } of events) {
    if (isRoutine(type)) continue;
    const sum = byType.get(type) ?? { count: 0, points: 0, reasons: new Map<string, number>() };
    byType.set(type, sum);
    sum.count++;
    sum.points += deduction;
    sum.reasons.set(reason, (sum.reasons.get(reason) ?? 0) + 1);
  }
  return [...byType]
    .filter(([, sum]) => sum.points > 0)
    .map(([type, sum]) => ({
      type,
      count: sum.count,
      points: sum.points,
      reasons: [...sum.reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    }))
    .sort((a, b) => b.points - a.points || b.count - a.count);
}
