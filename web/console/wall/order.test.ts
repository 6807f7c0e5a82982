import { describe, expect, test } from 'vitest';
import { onAlert, onRead, onSession, type Card } from './card';
import { attention, inOrder } from './order';
import { alertMessage, at, session, start } from './samples';

const names: Record<string, string> = { c1: 'Ana', c2: 'Ben', c3: 'Chloé', c4: 'Dimitri' };
const make = (n: number, part: Parameters<typeof session>[0] = {}) => onRead(undefined, session({ id: `s${n}`, candidateId: `c${n}`, openAlerts: [], ...part }), 1);
const order = (...cards: Card[]) => inOrder(cards, (id) => names[id] ?? '').map((card) => card.id);
const scored = (score: number) => ({ integrity: { score, computed: score, override: null } });
const risk = (level: 'medium' | 'high') => ({ risk: { score: 0.5, level, components: [] } });

describe('attention', () => {
  test.each([
    ['nothing', make(1), 0],
    ['integrity 79', make(1, scored(79)), 1],
    ['integrity 80', make(1, scored(80)), 0],
    ['integrity 49', make(1, scored(49)), 2],
    ['medium risk', make(1, risk('medium')), 1],
    ['high risk', make(1, risk('high')), 2],
    ['missing', make(1, { presence: 'missing' }), 3],
    ['missing, but paused', make(1, { presence: 'missing', status: 'paused' }), 0],
    ['low alert', onAlert(make(1), alertMessage('a', 'low'), 2, start), 1],
    ['medium alert', onAlert(make(1), alertMessage('a', 'medium'), 2, start), 2],
    ['high alert', onAlert(make(1), alertMessage('a', 'high'), 2, start), 3],
    ['critical alert', onAlert(make(1), alertMessage('a', 'critical'), 2, start), 4],
    ['over, with a critical alert', onAlert(make(1, { status: 'submitted' }), alertMessage('a', 'critical'), 2, start), 0],
  ] as const)('%s', (_, card, level) => expect(attention(card)).toBe(level));
});

describe('order', () => {
  test('the higher attention comes first, whatever the names and times', () => {
    const critical = onAlert(make(4), alertMessage('a', 'critical', 1), 2, start);
    const high = onAlert(make(3), alertMessage('b', 'high', 500), 2, start);
    const fair = make(2, scored(70));
    expect(order(make(1), fair, high, critical)).toEqual(['s4', 's3', 's2', 's1']);
  });

  test('among equals the later reason comes first: a new alert moves its session up', () => {
    const earlier = onAlert(make(1), alertMessage('a', 'high', 10), 2, start);
    const later = onAlert(make(2), alertMessage('b', 'high', 20), 2, start);
    expect(order(earlier, later)).toEqual(['s2', 's1']);
    expect(order(onAlert(earlier, alertMessage('c', 'low', 30), 3, start), later)).toEqual(['s1', 's2']);
  });

  test('who went missing counts from when it was last seen', () => {
    const alerted = onAlert(make(1), alertMessage('a', 'high', 100), 2, start);
    expect(order(make(2, { presence: 'missing', lastSeenAt: at(50) }), alerted)).toEqual(['s1', 's2']);
    expect(order(make(2, { presence: 'missing', lastSeenAt: at(150) }), alerted)).toEqual(['s2', 's1']);
  });

  test('calm sessions stand by name and do not move with their scores', () => {
    expect(order(make(3, scored(81)), make(2, scored(99)), make(1, scored(90)))).toEqual(['s1', 's2', 's3']);
    expect(order(make(3, scored(99)), make(2, scored(81)), make(1, scored(100)))).toEqual(['s1', 's2', 's3']);
  });

  test('who has the same name stands by id', () => {
    expect(order(make(2, { candidateId: 'c1' }), make(1))).toEqual(['s1', 's2']);
  });

  test('what is over comes last, the latest end first', () => {
    const ended = (n: number, seconds: number) =>
      onSession(make(n), { sessionId: '', status: 'timedOut', deadline: null, remainingSeconds: null, presence: 'present', lastSeenAt: null, version: 9 }, start + seconds * 1000);
    expect(order(ended(1, 10), ended(2, 20), make(3))).toEqual(['s3', 's2', 's1']);
  });
});
