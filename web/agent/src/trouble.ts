/** What a failed attempt asks for: to wait and try again. */
export class Trouble extends Error {
  /** How long the backend asked to wait; 0 when it did not. */
  readonly retryAfterMs: number;
  /** Whether it was the backend that answered. */
  readonly answered: boolean;

  constructor(retryAfterMs = 0, answered = true) {
    super();
    this.retryAfterMs = retryAfterMs;
    this.answered = answered;
  }
}

/** The backend takes nothing of this session any more. The message says why. */
export class Over extends Error {}
