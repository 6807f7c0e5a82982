import { batch, signal } from '@preact/signals';
import { all } from '../../shared/api';
import { ApiError } from '../../shared/problem';
import type { ActivityMessage, Alert, AlertMessage, HistoryItem, Report, ReportFormat, ReportMessage, Session } from '../../shared/types';
import type { SessionListener, Work } from '../console';
import { hasGrown, isOver } from '../wall/card';
import { EventBook } from './events';

type Part = 'session' | 'alerts' | 'history' | 'reports';

/** Changes that come together are read together. In ms. */
const gather = 300;
const longestWait = 15_000;

/** After the end, reports are made that nobody is told of. In ms. */
const lookForReports = 3_000;
const mostLooks = 20;

/** All that a session's page shows, kept up to date. */
export class OpenSession implements SessionListener {
  readonly id: string;
  readonly session = signal<Session | null>(null);
  readonly alerts = signal<readonly Alert[]>([]);
  readonly history = signal<readonly HistoryItem[]>([]);
  readonly reports = signal<readonly Report[]>([]);
  /** Why there is nothing to show. */
  readonly failure = signal<unknown>(null);
  readonly book: EventBook;
  readonly #work: Work;
  readonly #stale = new Set<Part>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reportTimer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;
  #failures = 0;
  #isClosed = false;
  readonly #leave: () => void;

  constructor(work: Work, id: string) {
    this.id = id;
    this.#work = work;
    this.book = new EventBook(work.api, id);
    this.#leave = work.open(this);
    void this.resync().catch((failure: unknown) => (this.failure.value = failure));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#reportTimer);
    this.book.stop();
    this.#leave();
  }

  onActivity(message: ActivityMessage): void {
    this.book.add(message.events);
    this.#refresh('session');
  }

  onReport(message: ReportMessage): void {
    this.reports.value = this.reports.peek().map((report) => (report.id === message.reportId ? { ...report, status: message.status } : report));
    this.#refresh('reports');
  }

  onAlert({ candidateId: _, ...message }: AlertMessage): void {
    const known = this.alerts.peek().find(({ id }) => id === message.id);
    if (!known) this.alerts.value = [...this.alerts.peek(), { ...message, status: 'open', resolvedBy: null, resolvedAt: null, note: null }];
    else if (hasGrown(message, known)) this.alerts.value = this.alerts.peek().map((alert) => (alert === known ? { ...known, ...message } : alert));
    this.#refresh('session', 'alerts');
  }

  onChange(method: 'resolved' | 'score' | 'session'): void {
    this.#refresh('session');
    if (method === 'resolved') this.#refresh('alerts');
    if (method !== 'session') return;
    this.#looks = 0;
    this.#refresh('history', 'reports');
  }

  async resync(): Promise<void> {
    await this.#read(new Set(['session', 'alerts', 'history', 'reports']));
    // Not awaited: thousands of events must not keep the rest waiting.
    void this.book.read().catch(() => {});
  }

  /** What a command answered. */
  changed(session: Session): void {
    this.#show(session);
    this.#work.wall.read(session);
    this.#refresh('history');
  }

  reload(): void {
    this.#refresh('session', 'alerts', 'history', 'reports');
  }

  async requestReport(format: ReportFormat): Promise<void> {
    const report = await this.#work.api.requestReport(this.id, format);
    // It may have been made, told and read by now.
    if (!this.reports.peek().some((known) => known.id === report.id))
      this.reports.value = [...this.reports.peek(), report];
    this.#refresh('reports');
  }

  resolved(alert: string): void {
    this.alerts.value = this.alerts.peek().map((known) => (known.id === alert ? { ...known, status: 'resolved' as const } : known));
    this.#refresh('session', 'alerts');
  }

  #refresh(...parts: Part[]): void {
    if (this.#isClosed) return;
    for (const part of parts) this.#stale.add(part);
    this.#timer ??= setTimeout(async () => {
      const stale = new Set(this.#stale);
      this.#stale.clear();
      try {
        await this.#read(stale);
        this.#failures = 0;
      } catch (failure) {
        for (const part of stale) this.#stale.add(part);
        this.#failures++;
        if (!(failure instanceof ApiError)) throw failure;
      } finally {
        this.#timer = undefined;
        // Without a connection nothing is tried: when it is back all is read.
        if (this.#stale.size > 0 && this.#work.liveState.peek() === 'live') this.#refresh();
      }
    }, Math.min(gather * 2 ** this.#failures, longestWait));
  }

  async #read(parts: ReadonlySet<Part>): Promise<void> {
    const { api } = this.#work;
    const [session, alerts, history, reports] = await Promise.all([
      parts.has('session') ? api.session(this.id) : null,
      parts.has('alerts') ? all((paging) => api.alerts(this.id, paging)) : null,
      parts.has('history') ? all((paging) => api.history(this.id, paging)) : null,
      parts.has('reports') ? all((paging) => api.reports(this.id, paging)) : null,
    ]);
    if (this.#isClosed) return;
    batch(() => {
      if (session) this.#show(session);
      if (alerts) this.alerts.value = alerts;
      if (history) this.history.value = history;
      if (reports) this.reports.value = reports;
      this.failure.value = null;
    });
    const people = [...this.history.peek().map((item) => item.who.id), ...this.alerts.peek().map((alert) => alert.resolvedBy), this.session.peek()?.candidateId];
    void this.#work.directory.find(people.filter((id): id is string => Boolean(id)), [this.session.peek()?.examId ?? null]);
    this.#lookForReports();
  }

  #show(session: Session): void {
    const shown = this.session.peek();
    if (!shown || session.version >= shown.version) this.session.value = session;
  }

  /** Until there are those of each time that all events were scored (late ones make another version) and none is being made. */
  #lookForReports(): void {
    const session = this.session.peek();
    if (!session || !isOver(session.status) || session.status === 'cancelled' || this.#reportTimer !== undefined) return;
    const reports = this.reports.peek();
    const finals = this.history.peek().filter(({ what }) => what === 'sessionFinalized').length;
    const isWaiting = finals === 0 || reports.some(({ status }) => status === 'pending') || !reports.some(({ version }) => version === finals);
    if (!isWaiting || this.#looks++ >= mostLooks) return;
    this.#reportTimer = setTimeout(() => {
      this.#reportTimer = undefined;
      this.#refresh('reports', 'history');
    }, lookForReports);
  }
}
