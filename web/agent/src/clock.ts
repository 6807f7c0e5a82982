/** The server's clock as far as its replies tell. */
export interface Clock {
  /** Whether any reply has told the server's time yet. */
  readonly known: boolean;
  /** Milliseconds to add to this machine's time; 0 while that agrees with the server's within what is known. */
  readonly offset: number;
  /** By this machine. */
  now(): number;
  /** Takes the Date header of a reply to a request that left and came back at these times of this machine. */
  learn(date: string | null, sentAt: number, receivedAt: number): void;
}

/**
 * The header tells whole seconds, so one reply confines the offset to an interval of a second and the round trip; several
 * replies together confine it to little more than the round trip. Intervals that do not meet mean that a clock was set.
 */
export function createClock(now: () => number = Date.now): Clock {
  let low = -Infinity;
  let high = Infinity;
  return {
    get known() { return low > -Infinity; },
    get offset() { return low <= 0 && high >= 0 ? 0 : Math.round((low + high) / 2); },
    now,
    learn(date, sentAt, receivedAt) {
      const second = Date.parse(date ?? '');
      if (Number.isNaN(second)) return;
      const from = second - receivedAt;
      const to = second + 1000 - sentAt;
      if (from > high || to < low) [low, high] = [from, to];
      else [low, high] = [Math.max(low, from), Math.min(high, to)];
    },
  };
}
