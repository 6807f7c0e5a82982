import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Alert, HistoryItem, Page, Report, Session } from '../../shared/types';
import type { Work } from '../console';
import { alert, alertMessage, at, session, summaryMessage } from '../wall/samples';
import { OpenSession } from './openSession';

let stored: Session;
let alerts: Alert[];
let history: HistoryItem[];
let reports: Report[];
let open: OpenSession;

beforeEach(() => {
  vi.useFakeTimers();
  stored = session({ version: 5 });
  [alerts, history, reports] = [[], [], []];
  const page = <T,>(items: T[]): Page<T> => ({ items, next: null });
  open = new OpenSession({
    api: { 
      session: async () => stored, alerts: async () => page(alerts), history: async () => page(history), reports: async () => page(reports),
      events: async () => page([]),
    },
    wall: { read() {} },
    directory: { find: async () => {} },
    liveState: signal('live'),
    open: () => () => {},
  } as unknown as Work, 's1');
});
afterEach(() => {
  open.close();
  vi.useRealTimers();
});

test('what is older than what is shown is not shown', async () => {
  await vi.advanceTimersByTimeAsync(0);
  open.changed(session({ version: 9, status: 'paused' }));
  // The reading that this asked for was answered before the command.
  await vi.advanceTimersByTimeAsync(1_000);
  open.reload();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.session.value?.status).toBe('paused');
  stored = session({ version: 10 });
  open.reload();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.session.value?.status).toBe('running');
});

const shown = () => open.alerts.value.map(({ id, count, message }) => [id, count, message]);

test('a summary that comes again for more alerts replaces itself at its place', async () => {
  alerts = [{ ...alert('a1'), count: 1, message: '1 more times' }, alert('a2')];
  open.reload();
  await vi.advanceTimersByTimeAsync(1_000);
  open.onAlert(summaryMessage('a1', 4, 9));
  open.onAlert(summaryMessage('a1', 2, 8));
  open.onAlert(alertMessage('a2'));
  expect(shown()).toEqual([['a1', 4, '4 more times'], ['a2', undefined, 'No face is in view']]);
});

test('reports are looked for after each time that all events were scored', async () => {
  const fact = (what: string): HistoryItem => ({ what, who: { kind: 'system', id: null }, when: at(9), why: null });
  const report = (id: string, version?: number): Report => ({ id, status: 'ready', format: 'pdf', createdAt: at(9), ...(version ? { version } : {}) });
  stored = session({ status: 'submitted', version: 6 });
  // Somebody asked for one before the end: it is not the one that is waited for.
  [history, reports] = [[fact('sessionFinalized')], [report('asked')]];
  open.reload();
  await vi.advanceTimersByTimeAsync(1_000);
  reports = [report('asked'), report('first', 1)];
  await vi.advanceTimersByTimeAsync(5_000);
  expect(open.reports.value.map(({ id }) => id)).toEqual(['asked', 'first']);

  history = [...history, fact('lateEventsScored'), fact('sessionFinalized')];
  open.onChange('session');
  await vi.advanceTimersByTimeAsync(1_000);
  reports = [...reports, report('second', 2)];
  await vi.advanceTimersByTimeAsync(5_000);
  expect(open.reports.value.map(({ id }) => id)).toEqual(['asked', 'first', 'second']);
});
