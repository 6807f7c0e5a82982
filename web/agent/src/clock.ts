/** The server's clock as far as its replies tell. */
export interface Clock {
  /** Whether any reply has told the server's time yet. */
  readonly known: boolean;
  /** Milliseconds to add to this machine's time; 0 while that agrees with the server's within what is known. */
  readonly offset: number;
  /** By this machine. */
  now(): number;
  /**
   * Takes what a reply says of the server's time: the time itself, or else the Date header, which pages of other origins cannot
   * see. The request left and the reply came at these times of this machine.
   */
  learn(time: string | undefined, date: string | null, sentAt: number, arrivedAt: number): void;
}

/**
 * A reply confines the offset to an interval as long as the round trip, and a second longer where only the header tells, which
 * has whole seconds. Several replies confine it further. Intervals that do not meet mean that a clock was set.
 */
export function createClock(now: () => number = Date.now): Clock {
  let low = -Infinity;
  let high = Infinity;
  return {
    get known() { return low > -Infinity; },
    get offset() { return low <= 0 && high >= 0 ? 0 : Math.round((low + high) / 2); },
    now,
    learn(time, date, sentAt, arrivedAt) {
      const earliest = Date.parse(time ?? date ?? '');
      if (Number.isNaN(earliest)) return;
      const from = earliest - arrivedAt;
      const to = earliest + (time ? 1 : 1000) - sentAt;
      if (from > high || to < low) [low, high] = [from, to];
      else [low, high] = [Math.max(low, from), Math.min(high, to)];
    },
  };
}
