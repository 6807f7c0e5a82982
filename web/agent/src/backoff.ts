const first = 1_000;
const longest = 30_000;
/** However long the server asks to wait: a page lives for hours, and a mistyped header should not silence it. */
export const longestRetryAfterMs = 300_000;

/** Exponential backoff with full jitter: anything up to 1 s, 2 s, 4 s … 30 s, so that many clients do not come back at once. */
export interface Backoff {
  /** Milliseconds to wait after one more failure; never less than what the server asked for. */
  next(retryAfterMs?: number): number;
  reset(): void;
}

export function createBackoff(random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next(retryAfterMs = 0) {
      const most = Math.min(longest, first * 2 ** failures++);
      // Whoever was told the same time must not come back at the same moment either.
      return retryAfterMs > 0 ? retryAfterMs + random() * first : random() * most;
    },
    reset() { failures = 0; },
  };
}

/** Reads a Retry-After header, in milliseconds: seconds or a date; 0 without one. `now` is by the clock that set the date. */
export function readRetryAfter(header: string | null, now: number): number {
  if (!header) return 0;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return wait > 0 ? Math.min(wait, longestRetryAfterMs) : 0;
}
