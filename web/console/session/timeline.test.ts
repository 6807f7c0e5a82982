import { expect, test } from 'vitest';
import type { EventType, HistoryItem, ScoredEvent } from '../../shared/types';
import { at, session, start } from '../wall/samples';
import { ticks, timeline } from './timeline';

const minute = 60_000;
const event = (type: EventType, seconds: number, deduction = 0): ScoredEvent =>
  ({ id: `${type}${seconds}`, type, occurredAt: at(seconds), receivedAt: at(seconds), late: false, deduction, reason: '' });
const fact = (what: string, seconds: number, lastSeen?: string): HistoryItem =>
  ({ what, who: { kind: 'system', id: null }, when: at(seconds), why: null, ...(lastSeen ? { lastSeen } : {}) });

test('nothing before the start', () => {
  expect(timeline(session({ startedAt: null }), [], [], [], start)).toBeNull();
});

test('cells are as fine as the length allows', () => {
  const step = (minutes: number) => timeline(session(), [], [], [], start + minutes * minute)!.step / minute;
  expect([3, 30, 60, 90, 120, 200, 600, 1440].map(step)).toEqual([0.25, 0.25, 0.5, 1, 1, 2, 5, 15]);
});

test('events fall into the cells of their lanes, what costs comes first and the routine last', () => {
  const dated = { ...event('COPY', -3), beforeStart: true, receivedAt: at(20) };
  const events = [event('HEARTBEAT', 1), event('HEARTBEAT', 14), event('HEARTBEAT', 15), dated, event('NO_FACE', 16, 10), event('NO_FACE', 29, 0)];
  const line = timeline(session(), events, [], [], start + minute)!;
  expect(line.lanes.map((lane) => [lane.type, lane.count, lane.points])).toEqual([['NO_FACE', 2, 10], ['COPY', 1, 0], ['HEARTBEAT', 3, 0]]);
  expect(line.lanes[0]!.cells).toEqual([{ from: start + 15_000, count: 2, points: 10 }]);
  expect(line.lanes[1]!.cells).toEqual([{ from: start + 15_000, count: 1, points: 0 }]);
});

test('phases: paused, and missing from when the candidate was last seen', () => {
  const history = [
    fact('sessionStarted', 0), fact('sessionPaused', 60), fact('sessionResumed', 120), fact('candidateMissing', 300, at(240)),
    fact('candidateReturned', 360), fact('sessionSubmitted', 400),
  ];
  const line = timeline(session({ endedAt: at(400), status: 'submitted' }), [], [], history, start + 10_000 * minute)!;
  expect(line.phases.map(({ kind, from, to }) => [kind, (from - start) / 1000, (to - start) / 1000])).toEqual([
    ['running', 0, 60], ['paused', 60, 120], ['running', 120, 240], ['missing', 240, 360], ['running', 360, 400],
  ]);
});

test('ticks are at round minutes', () => {
  expect(ticks(start, start + 60 * minute).map((tick) => tick.minute)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  expect(ticks(start, start + 3 * minute).map((tick) => tick.minute)).toEqual([0, 1, 2, 3]);
});
