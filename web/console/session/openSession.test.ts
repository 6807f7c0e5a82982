import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Session } from '../../shared/types';
import type { Work } from '../console';
import { session } from '../wall/samples';
import { OpenSession } from './openSession';

let stored: Session;
let open: OpenSession;

beforeEach(() => {
  vi.useFakeTimers();
  stored = session({ version: 5 });
  const none = async () => ({ items: [], next: null });
  open = new OpenSession({
    api: { session: async () => stored, alerts: none, history: none, reports: none, events: none },
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
