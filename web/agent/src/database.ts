import type { CapturedEvent } from './events.js';
import { within } from './within.js';

export type NumberedEvent = CapturedEvent & { seq: number };

/** The unsent events of one session, shared by its tabs, in IndexedDB. Rejects when the browser does not play along. */
export interface Database {
  /**
   * Stores the event and gives it its running number, in one transaction. The number comes from the object store's key generator:
   * it starts at 1, is never given twice, whatever tab asks and whatever was removed, and goes back when a transaction fails.
   */
  add(event: CapturedEvent): Promise<NumberedEvent>;
  /** The oldest events, in the order of their numbers. */
  read(limit: number): Promise<NumberedEvent[]>;
  /** Tells how many are left. */
  remove(seqs: readonly number[]): Promise<number>;
  close(): void;
}

const store = 'events';
const prefix = 'proctoring-';
const register = 'proctoring-sessions';
const forgetAfterMs = 7 * 24 * 3_600_000;
const openWithinMs = 5_000;

/** @param lastSeq The highest number that the backend has had of the session: numbers go on above it. */
export async function openDatabase(sessionId: string, lastSeq: number, now: number): Promise<Database> {
  forgetOthers(sessionId, now);
  const opening = indexedDB.open(prefix + sessionId, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store, { keyPath: 'seq', autoIncrement: true });
  const database = await within(openWithinMs, done(opening));

  // Committed at once, so that a write also lasts when the page goes away right now.
  const transact = <T>(mode: IDBTransactionMode, act: (events: IDBObjectStore) => IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.commit?.();
  });

  if (lastSeq > 0) {
    await transact('readwrite', events => {
      // A key given by hand moves the generator above it, and never back.
      events.put({ seq: lastSeq });
      return events.delete(lastSeq);
    });
  }

  return {
    async add(event) {
      const seq = await transact('readwrite', events => events.add(event));
      return { ...event, seq: seq as number };
    },
    read: limit => transact('readonly', events => events.getAll(null, limit)),
    remove: seqs => transact('readwrite', events => {
      for (const seq of seqs) events.delete(seq);
      return events.count();
    }),
    close: () => database.close(),
  };
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Removes what sessions left that this browser has not seen for a week. */
function forgetOthers(sessionId: string, now: number) {
  try {
    const known = JSON.parse(localStorage.getItem(register) ?? '{}') as Record<string, number>;
    known[sessionId] = now;
    for (const [id, usedAt] of Object.entries(known)) {
      if (now - usedAt < forgetAfterMs) continue;
      indexedDB.deleteDatabase(prefix + id);
      delete known[id];
    }
    localStorage.setItem(register, JSON.stringify(known));
  } catch {
    // Without local storage nothing is forgotten but by the browser itself.
  }
}
