import { Http } from './http';
import type {
  Alert, Exam, HistoryItem, NewExam, NewSession, NewUser, OwnSession, Page, Report, ReportFormat, ReviewDecision, Role,
  ScoredEvent, Session, SessionFacts, SessionStatus, Started, Statistics, Subscription, User,
} from './types';

export interface Paging {
  /** 1 to 200. */
  limit?: number;
  cursor?: string;
}

export interface SessionQuery extends Paging {
  /** `active`: running or paused. */
  status?: SessionStatus | 'active';
  examId?: string;
  candidateId?: string;
  /** `open`: each session comes with its open alerts. */
  alerts?: 'open';
}

export interface EventQuery extends Paging {
  type?: string;
  from?: string;
  to?: string;
  label?: string;
}

/** How a command is given. */
export interface Given {
  /** The same for every attempt at it, so that it is carried out once; up to 64 of `A-Z a-z 0-9 . _ -`. */
  idempotencyKey?: string | undefined;
  /** `lifecycleVersion` of the session that it was decided on: 412 when somebody else has decided something since. */
  on?: number | undefined;
}

const as = ({ idempotencyKey, on }: Given) => ({ idempotencyKey, ...(on === undefined ? {} : { ifMatch: on }) });

const path = (...parts: string[]) => parts.map(encodeURIComponent).join('/');

/** The HTTP API, a method a request. Every failure is an `ApiError`. */
export class Api extends Http {
  me = () => this.json<User>('GET', 'auth/me');

  users = (query: Paging & { role?: Role } = {}) => this.json<Page<User>>('GET', 'users', { query: { ...query } });
  user = (id: string) => this.json<User>('GET', path('users', id));
  createUser = (body: NewUser) => this.json<User>('POST', 'users', { body });

  exams = (query: Paging = {}) => this.json<Page<Exam>>('GET', 'exams', { query: { ...query } });
  exam = (id: string) => this.json<Exam>('GET', path('exams', id));
  createExam = (body: NewExam, given: Given = {}) => this.json<Exam>('POST', 'exams', { body, ...as(given) });

  sessions = (query: SessionQuery = {}, signal?: AbortSignal) =>
    this.json<Page<Session>>('GET', 'sessions', { query: { ...query }, ...(signal ? { signal } : {}) });
  /** As a proctor or admin gets it; as its candidate gets it with `session<OwnSession>(id)`. */
  session = <T extends SessionFacts = Session>(id: string) => this.json<T>('GET', path('sessions', id));
  createSession = (body: NewSession, given: Given = {}) => this.json<Session>('POST', 'sessions', { body, ...as(given) });

  checkIn = <T extends SessionFacts = OwnSession>(id: string) => this.json<T>('POST', path('sessions', id, 'ready'));
  /** Repeated while the session runs, it only gives another token. */
  start = <T extends SessionFacts = OwnSession>(id: string) => this.json<Started<T>>('POST', path('sessions', id, 'start'));
  submit = (id: string, answers?: unknown) => this.json<OwnSession>('POST', path('sessions', id, 'submit'), { body: { answers } });
  answers = (id: string) => this.json<{ answers: unknown }>('GET', path('sessions', id, 'answers'));

  pause = (id: string, reason: string, given: Given = {}) =>
    this.json<Session>('POST', path('sessions', id, 'pause'), { body: { reason }, ...as(given) });
  resume = (id: string, given: Given = {}) => this.json<Session>('POST', path('sessions', id, 'resume'), as(given));
  /** Each adds time: one that is to be tried again needs its key. */
  grantTime = (id: string, minutes: number, reason: string, given: Given = {}) =>
    this.json<Session>('POST', path('sessions', id, 'time'), { body: { minutes, reason }, ...as(given) });
  terminate = (id: string, reason: string, given: Given = {}) =>
    this.json<Session>('POST', path('sessions', id, 'terminate'), { body: { reason }, ...as(given) });
  /** Repeated with another decision or note it corrects the one before, which stays in the history. */
  review = (id: string, decision: ReviewDecision, note?: string, given: Given = {}) =>
    this.json<Session>('POST', path('sessions', id, 'review'), { body: { decision, note }, ...as(given) });
  overrideIntegrity = (id: string, score: number, reason: string, given: Given = {}) =>
    this.json<Session>('PUT', path('sessions', id, 'integrity'), { body: { score, reason }, ...as(given) });
  removeOverride = (id: string, given: Given = {}) => this.json<Session>('DELETE', path('sessions', id, 'integrity'), as(given));

  events = (id: string, query: EventQuery = {}, signal?: AbortSignal) =>
    this.json<Page<ScoredEvent>>('GET', path('sessions', id, 'events'), { query: { ...query }, ...(signal ? { signal } : {}) });
  statistics = (id: string) => this.json<Statistics>('GET', path('sessions', id, 'statistics'));
  history = (id: string, query: Paging = {}) => this.json<Page<HistoryItem>>('GET', path('sessions', id, 'history'), { query: { ...query } });

  alerts = (id: string, query: Paging = {}) => this.json<Page<Alert>>('GET', path('sessions', id, 'alerts'), { query: { ...query } });
  resolveAlert = (id: string, alert: string, note?: string) =>
    this.json<Alert>('POST', path('sessions', id, 'alerts', alert, 'resolve'), { body: { note } });

  reports = (id: string, query: Paging = {}) => this.json<Page<Report>>('GET', path('sessions', id, 'reports'), { query: { ...query } });
  report = (id: string, report: string) => this.json<Report>('GET', path('sessions', id, 'reports', report));
  requestReport = (id: string, format: ReportFormat) =>
    this.json<Report>('POST', path('sessions', id, 'reports'), { body: { format } });
  /** The file and the name that the server gives it. */
  async reportContent(id: string, report: string): Promise<{ file: Blob; name: string | null }> {
    const reply = await this.send('GET', path('sessions', id, 'reports', report, 'content'), { timeout: 300_000 });
    return { file: await reply.blob(), name: fileName(reply.headers.get('content-disposition')) };
  }

  subscribe = (to: Subscription) => this.json<void>('POST', 'realtime/subscriptions', { body: to });
}

/** All items of a list, page by page, at most `most`. */
export async function* pages<T>(read: (paging: Paging) => Promise<Page<T>>, most = Infinity): AsyncGenerator<T[]> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const page = await read({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    yield page.items;
    count += page.items.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && count < most);
}

/** All items of a list at once. */
export async function all<T>(read: (paging: Paging) => Promise<Page<T>>, most?: number): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages(read, most)) items.push(...page);
  return items;
}

function fileName(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return disposition?.match(/filename="?([^";]+)"?/i)?.[1] ?? null;
}
