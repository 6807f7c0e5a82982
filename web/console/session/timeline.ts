import type { Alert, EventType, HistoryItem, ScoredEvent, Session } from '../../shared/types';
import { countsAt, isRoutine } from './events';

/** A time with one meaning in the life of a session. */
export interface Phase {
  readonly kind: 'running' | 'paused' | 'missing';
  readonly from: number;
  readonly to: number;
}

export interface Cell {
  /** The first ms of its step. */
  readonly from: number;
  readonly count: number;
  readonly points: number;
}

export interface Lane {
  readonly type: EventType;
  readonly count: number;
  readonly points: number;
  readonly cells: readonly Cell[];
}

export interface Timeline {
  /** Start and end in ms. */
  readonly from: number;
  readonly to: number;
  /** Width of a cell in ms. */
  readonly step: number;
  readonly phases: readonly Phase[];
  readonly alerts: readonly Alert[];
  /** By what they cost and how often they came; the routine (heartbeats and samples) last. */
  readonly lanes: readonly Lane[];
}

const minute = 60_000;
const mostCells = 120;
const steps = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60];

/** What is drawn of a session that has started; null before. */
export function timeline(
  session: Pick<Session, 'startedAt' | 'endedAt' | 'deadline'>, events: readonly ScoredEvent[], alerts: readonly Alert[],
  history: readonly HistoryItem[], now: number,
): Timeline | null {
  if (session.startedAt === null) return null;
  const from = Date.parse(session.startedAt);
  const end = session.endedAt === null ? now : Date.parse(session.endedAt);
  const latest = events.reduce((max, event) => Math.max(max, countsAt(event)), end);
  const minutes = Math.max(1, Math.ceil((latest - from) / minute));
  const step = (steps.find((size) => minutes / size <= mostCells) ?? Math.ceil(minutes / mostCells)) * minute;
  const to = from + Math.max(step, Math.ceil((latest - from) / step) * step);
  return { from, to, step, phases: phases(history, from, end), alerts, lanes: lanes(events, from, step) };
}

function lanes(events: readonly ScoredEvent[], from: number, step: number): Lane[] {
  const byType = new Map<EventType, Map<number, { count: number; points: number }>>();
  for (const event of events) {
    const cell = from + Math.floor((countsAt(event) - from) / step) * step;
    const cells = byType.get(event.type) ?? new Map<number, { count: number; points: number }>();
    byType.set(event.type, cells);
    const sum = cells.get(cell) ?? { count: 0, points: 0 };
    cells.set(cell, sum);
    sum.count++;
    sum.points += event.deduction;
  }
  const total = (cells: Iterable<{ count: number; points: number }>) => {
    let [count, points] = [0, 0];
    for (const cell of cells) [count, points] = [count + cell.count, points + cell.points];
    return { count, points };
  };
  return [...byType]
    .map(([type, cells]) => ({
      type,
      ...total(cells.values()),
      cells: [...cells].map(([start, sum]) => ({ from: start, ...sum })).sort((a, b) => a.from - b.from),
    }))
    .sort((a, b) => Number(isRoutine(a.type)) - Number(isRoutine(b.type)) || b.points - a.points || b.count - a.count);
}

/** Running time without what was paused or missed. */
function phases(history: readonly HistoryItem[], from: number, end: number): Phase[] {
  const found: Phase[] = [];
  let kind: Phase['kind'] = 'running';
  let since = from;
  const change = (to: Phase['kind'], at: number) => {
    if (at > since) found.push({ kind, from: since, to: at });
    [kind, since] = [to, Math.max(since, at)];
  };
  for (const item of history) {
    const at = Date.parse(item.when);
    switch (item.what) {
      case 'sessionPaused': change('paused', at); break;
      case 'sessionResumed': change('running', at); break;
      case 'candidateMissing': change('missing', item.lastSeen ? Date.parse(item.lastSeen) : at); break;
      case 'candidateReturned': change('running', at); break;
    }
  }
  change('running', end);
  return found;
}

/** Whole steps for the axis: about `about` of them, at round numbers of minutes since the start. */
export function ticks(from: number, to: number, about = 8): { at: number; minute: number }[] {
  const minutes = (to - from) / minute;
  const size = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240].find((candidate) => minutes / candidate <= about) ?? 480;
  return Array.from({ length: Math.floor(minutes / size) + 1 }, (_, i) => ({ at: from + i * size * minute, minute: i * size }));
}
