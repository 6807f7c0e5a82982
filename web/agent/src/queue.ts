import type { Database } from './database.js';
import type { CapturedEvent } from './events.js';

/** Events that the backend does not have yet: in the database, or in memory as far as there is none. */
export interface Queue {
  /** Whether events outlive the page. */
  readonly durable: boolean;
  /** How many events wait, of all tabs as far as known. */
  readonly length: number;
  /** Resolves when the event has its number and is kept. Never rejects. */
  add(event: CapturedEvent): Promise<void>;
  /** Resolves when all that was added so far is kept. */
  settled(): Promise<unknown>;
  /** The oldest events, of all tabs. */
  read(limit: number): Promise<CapturedEvent[]>;
  remove(events: readonly CapturedEvent[]): Promise<void>;
  /** This page's events of which nobody knows yet that the backend has them; at once, for a page that goes away. */
  unsent(): CapturedEvent[];
  close(): Promise<void>;
}

/**
 * A database that fails, whenever that is, is not asked again; what this page captured goes on from memory. Events that no
 * database numbered stay without a number: a wrong one would make the backend take them for repetitions.
 */
export function createQueue(opening: Promise<Database>): Queue {
  const own = new Map<string, CapturedEvent>();
  let database: Database | undefined;
  let length = 0;
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
  const unnumbered = () => [...own.values()].filter(event => !database || event.seq === undefined);
  const recount = async () => { length = await attempt(d => d.count(), 0) + unnumbered().length; };

  return {
    get durable() { return database !== undefined; },
    get length() { return length; },
    add(event) {
      const added = attempt<CapturedEvent>(d => d.add(event), event).then(kept => {
        own.set(kept.id, kept);
        length++;
      });
      adding = Promise.all([adding, added]);
      return added;
    },
    settled: () => adding,
    async read(limit) {
      const before = [...own.keys()];
      const stored = await attempt(d => d.read(limit), []);
      // Another tab may have sent what this one captured.
      if (database && stored.length === 0) for (const id of before) if (own.get(id)?.seq !== undefined) own.delete(id);
      return [...stored, ...unnumbered()].slice(0, limit);
    },
    async remove(events) {
      for (const event of events) own.delete(event.id);
      await attempt(d => d.remove(events.flatMap(event => event.seq ?? [])), undefined);
      await recount();
    },
    unsent: () => [...own.values()],
    async close() {
      await opened;
      database?.close();
    },
  };
}
