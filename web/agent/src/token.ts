import { longestRetryAfterMs } from './backoff.js';
import type { Clock } from './clock.js';
import { Over, Trouble } from './trouble.js';
import { within } from './within.js';

/** What `POST /sessions/{id}/start` gives each time. */
export interface Renewal {
  sessionToken: string;
  /** ISO 8601; without it the token is only renewed when the backend refuses it. */
  sessionTokenExpiresAt?: string | undefined;
}

/** Starts the session again. Null: it is over; so it is when this rejects with an error whose `status` says so. */
export type Renew = () => Promise<Renewal | null>;

/** The session token, which lives for minutes. */
export interface Token {
  readonly value: string;
  set(value: string, expiresAt?: string): void;
  /** Gets another one long before the present one ends; what fails is tried again later. Rejects with `Over` alone. */
  refresh(): Promise<void>;
  /** Gets another one because the backend does not take this one. False: nobody can. Rejects with `Trouble` or `Over`. */
  replace(refused: string): Promise<boolean>;
}

/** Of an error's HTTP status: signed out, not the candidate's, ended, removed. */
const overStatuses: readonly unknown[] = [401, 403, 404, 409, 410];
const patienceMs = 20_000;
/** Between two renewals, however short tokens live. */
const shortestMs = 30_000;

export function createToken(first: Renewal, renew: Renew | undefined, clock: Clock): Token {
  let value = first.sessionToken;
  let expires = Date.parse(first.sessionTokenExpiresAt ?? '');
  /** By the server's clock, as `expires` is: this machine's may be an hour off, or stand still while it sleeps. */
  let due: number | undefined;

  const now = () => clock.now() + clock.offset;
  const set = (fresh: string, expiresAt?: string) => {
    value = fresh;
    expires = Date.parse(expiresAt ?? '');
    due = undefined;
  };

  function isDue() {
    if (!renew || !clock.known || Number.isNaN(expires)) return false;
    // After half to seven tenths of its life: those who started together do not come back together, and some tries may fail.
    due ??= now() + Math.max(shortestMs, (expires - now()) * (0.5 + 0.2 * Math.random()));
    return now() >= due;
  }

  async function ask() {
    const before = value;
    const fresh = await within(patienceMs, Promise.resolve().then(renew)).catch(error => { throw meaning(error); });
    if (value !== before) return; // The page set one in the meantime.
    if (!fresh?.sessionToken) throw new Over('The session gives no token any more.');
    set(fresh.sessionToken, fresh.sessionTokenExpiresAt);
  }

  return {
    get value() { return value; },
    set,
    async refresh() {
      if (!isDue()) return;
      try {
        await ask();
      } catch (error) {
        if (error instanceof Over) throw error;
        // The present one may be good for minutes. If it is not, the backend says so.
        due = now() + Math.max((error as Trouble).retryAfterMs, shortestMs * (1 + Math.random()));
      }
    },
    async replace(refused) {
      if (value !== refused) return true;
      if (!renew) return false;
      await ask();
      if (value === refused) throw new Trouble();
      return true;
    },
  };
}

function meaning(error: unknown): Over | Trouble {
  const { status, retryAfter, message } = Object(error) as { status?: unknown; retryAfter?: unknown; message?: string };
  if (overStatuses.includes(status)) return new Over(message || `Renewing the token gave ${status}.`);
  const seconds = Number(retryAfter);
  return new Trouble(seconds > 0 ? Math.min(seconds * 1000, longestRetryAfterMs) : 0);
}
