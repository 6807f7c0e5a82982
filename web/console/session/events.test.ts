import { expect, test } from 'vitest';
import type { Api } from '../../shared/api';
import type { EventType, ScoredEvent } from '../../shared/types';
import { at } from '../wall/samples';
import { allEvents, costs, countsAt, EventBook, filtered } from './events';

const event = (id: string, type: EventType, seconds = 0, deduction = 0, reason = `${type}: 0 points`): ScoredEvent =>
  ({ id, type, occurredAt: at(seconds), receivedAt: at(seconds), late: false, deduction, reason });

const ids = (events: readonly ScoredEvent[]) => events.map(({ id }) => id);

test('the book reads on where it stopped, and has whatever comes twice once', async () => {
  const stored = ['e1', 'e2', 'e3'].map((id) => event(id, 'COPY'));
  const asked: (string | undefined)[] = [];
  const api = {
    events: async (_: string, { cursor }: { cursor?: string }) => {
      asked.push(cursor);
      const from = Number(cursor ?? 0);
      return { items: stored.slice(from, from + 2), next: from + 2 < stored.length ? String(from + 2) : null };
    },
  } as unknown as Api;
  const book = new EventBook(api, 's1');
  await book.read();
  book.add([event('e3', 'COPY'), event('e4', 'COPY')]);
  stored.push(event('e4', 'COPY'), event('e5', 'COPY'));
  await book.read();
  expect(ids(book.events.value)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
  expect(asked).toEqual([undefined, '2', '2', '4']);
  expect(book.isReading.value).toBe(false);
});

test('filters', () => {
  const events = [event('h', 'HEARTBEAT', 1), event('c', 'COPY', 2, 5), event('p', 'PASTE', 3)];
  expect(ids(filtered(events, allEvents))).toEqual(['c', 'p']);
  expect(ids(filtered(events, { ...allEvents, quiet: false }))).toEqual(['h', 'c', 'p']);
  expect(ids(filtered(events, { ...allEvents, type: 'HEARTBEAT' }))).toEqual(['h']);
  expect(ids(filtered(events, { ...allEvents, costly: true }))).toEqual(['c']);
  expect(ids(filtered(events, { ...allEvents, from: Date.parse(at(2)), to: Date.parse(at(3)) }))).toEqual(['c']);
});

test('an event dated before the start is found where it counts: when it was received', () => {
  const early = { ...event('early', 'COPY', -500), receivedAt: at(40), beforeStart: true };
  expect(countsAt(early)).toBe(Date.parse(at(40)));
  expect(ids(filtered([early], { ...allEvents, from: Date.parse(at(40)), to: Date.parse(at(41)) }))).toEqual(['early']);
});

test('costs: by type, the dearest first, with the rules that applied', () => {
  const events = [
    event('1', 'COPY', 0, 5, 'COPY: −5 points'), event('2', 'NO_FACE', 0, 10, 'NO_FACE: −10 points'), event('3', 'NO_FACE', 0, 0, 'cooldown'),
    event('4', 'NO_FACE', 0, 0, 'cooldown'), event('5', 'PASTE'), event('6', 'HEARTBEAT'),
  ];
  expect(costs(events)).toEqual([
    { type: 'NO_FACE', count: 3, points: 10, reasons: [{ reason: 'cooldown', count: 2 }, { reason: 'NO_FACE: −10 points', count: 1 }] },
    { type: 'COPY', count: 1, points: 5, reasons: [{ reason: 'COPY: −5 points', count: 1 }] },
  ]);
});
