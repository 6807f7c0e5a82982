/** Why a request failed: the server's problem details (RFC 9457), or status 0 when no answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** The problem's kind, say `invalid-input`, `refused`, `stale`; `unreachable` without an answer. */
  readonly kind: string;
  /** What is wrong by the field's name, as "is missing". */
  readonly errors: Readonly<Record<string, readonly string[]>>;
  /** Seconds until it makes sense to try again. */
  readonly retryAfter: number | null;

  constructor(
    status: number, kind: string, message: string, errors: Readonly<Record<string, readonly string[]>> = {},
    retryAfter: number | null = null,
  ) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** What is wrong with a field, or null. */
  of(field: string): string | null {
    return this.errors[field]?.join('; ') ?? null;
  }

  static unreachable(): ApiError {
    return new ApiError(0, 'unreachable', 'The server cannot be reached. Check the network and try again.');
  }

  static async from(reply: Response): Promise<ApiError> {
    const problem = (await reply.json().catch(() => null)) as Partial<ProblemDetails> | null;
    const retryAfter = Number(reply.headers.get('retry-after') ?? NaN);
    return new ApiError(
      reply.status,
      problem?.type?.split(':').at(-1) ?? 'unknown',
      problem?.detail ?? problem?.title ?? `The server answered ${reply.status}.`,
      problem?.errors ?? {},
      Number.isFinite(retryAfter) ? retryAfter : null,
    );
  }
}

interface ProblemDetails {
  type: string;
  title: string;
  detail: string;
  errors: Record<string, string[]>;
}

/** The words for a person, whatever was thrown. */
export function wordsFor(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
