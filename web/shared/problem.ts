import type { Organization } from './types';

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
  /** To choose from, where the kind is `organization-needed`. */
  readonly organizations: readonly Organization[];

  constructor(
    status: number, kind: string, message: string, errors: Readonly<Record<string, readonly string[]>> = {},
    retryAfter: number | null = null, organizations: readonly Organization[] = [],
  ) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.errors = errors;
    this.retryAfter = retryAfter;
    this.organizations = organizations;
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
    return new ApiError(
      reply.status,
      problem?.type?.split(':').at(-1) ?? 'unknown',
      problem?.detail ?? problem?.title ?? `The server answered ${reply.status}.`,
      problem?.errors ?? {},
      retryAfterOf(reply),
      problem?.organizations ?? [],
    );
  }
}

interface ProblemDetails {
  type: string;
  title: string;
  detail: string;
  errors: Record<string, string[]>;
  organizations: Organization[];
}

/** `Retry-After` in seconds: it is a number of them, or a date by the clock that also set the reply's own. */
function retryAfterOf(reply: Response): number | null {
  const header = reply.headers.get('retry-after');
  if (!header) return null;
  const date = Date.parse(reply.headers.get('date') ?? '');
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - (Number.isNaN(date) ? Date.now() : date)) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds));
}

/** The words for a person, whatever was thrown. */
export function wordsFor(failure: unknown): string {
  if (failure instanceof ApiError && failure.status === 429 && failure.retryAfter !== null)
    return `${failure.message} Try again in ${failure.retryAfter} seconds.`;
  return failure instanceof Error ? failure.message : String(failure);
}
