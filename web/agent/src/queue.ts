import type { Database } from './database.js';
import type { CapturedEvent } from './events.js';

/** Events that the backend does not have yet: in the database, or in memory as far as there is none. */
export interface Queue {
  /** Whether events outlive the page. */
  readonly durable: boolean;
  /** How many events wait, of all tabs as far as known. */
  readonly length: number;
  /** Numbers the event and keeps it; `settled` tells when. */
  add(event: CapturedEvent): void;
  /** Resolves when all that was added so far is kept. */
  settled(): Promise<unknown>;
  /** Events to send: this page's own, which are at hand, and when there are none the oldest of earlier pages and other tabs. */
  read(limit: number): Promise<CapturedEvent[]>;
  remove(events: readonly CapturedEvent[]): Promise<void>;
  /** This page's events, at once, for a page that goes away. */
  unsent(): CapturedEvent[];
  close(): Promise<void>;
}

interface Removal {
  ids: string[];
  left: number;
}

/**
 * A database that fails, whenever that is, is not asked again; what this page captured goes on from memory. Events that no
 * database numbered stay without a number: a wrong one would make the backend take them for repetitions.
 */
export function createQueue(name: string, opening: Promise<Database>): Queue {
  const own = new Map<string, CapturedEvent>();
  const tabs = new BroadcastChannel(name);
  let database: Database | undefined;
  let length = 0;
  /** Added, and not yet known to be kept. */
  let storing = 0;
  let adding: Promise<unknown> = Promise.resolve();
  const opened = opening.then(result => { database = result; }, () => {});

  const attempt = async <T>(act: (database: Database) => Promise<T>, otherwise: T): Promise<T> => {
    await opened;
    if (!database) return otherwise;
    try {
      return await act(database);
    } catch {
      database = undefined;
      return otherwise;
    }
  };
  const forget = (ids: readonly string[], left: number) => {
    for (const id of ids) own.delete(id);
    length = Math.max(left, own.size) + storing;
  };
  tabs.onmessage = ({ data }: MessageEvent<Removal>) => forget(data.ids, data.left);

  return {
    get durable() { return database !== undefined; },
    get length() { return length; },
    add(event) {
      length++;
      storing++;
      const added = attempt<CapturedEvent>(d => d.add(event), event).then(kept => {
        storing--;
        own.set(kept.id, kept);
      });
      adding = Promise.all([adding, added]);
    },
    settled: () => adding,
    async read(limit) {
      await adding;
      return own.size > 0 ? [...own.values()].slice(0, limit) : attempt(d => d.read(limit), []);
    },
    async remove(events) {
      const ids = events.map(event => event.id);
      const left = await attempt(d => d.remove(events.flatMap(event => event.seq ?? [])), 0);
      forget(ids, left);
      tabs.postMessage({ ids, left } satisfies Removal);
    },
    unsent: () => [...own.values()],
    async close() {
      await opened;
      tabs.close();
      database?.close();
    },
  };
}
