import { describe, expect, test } from 'vitest';
import { onAlert, onRead, onResolved, onScore, onSession, openCount, worstAlert, type Card } from './card';
import { alert, alertMessage, at, session, start, summaryMessage } from './samples';

const card = (): Card => onRead(undefined, session({ openAlerts: [] }), 1);
const ids = (of: Card) => of.alerts.map((open) => open.id);
const life = (part: object) => ({
  sessionId: 's1', status: 'running', deadline: at(3600), remainingSeconds: null, presence: 'present', lastSeenAt: at(20), version: 6, ...part,
}) as Parameters<typeof onSession>[1];

describe('versions', () => {
  test('a score that is older than what is shown is dropped', () => {
    const shown = onScore(card(), { sessionId: 's1', integrity: 70, risk: 0.5, level: 'medium', lastSeenAt: at(30), version: 9 });
    expect(shown).toMatchObject({ integrity: 70, level: 'medium', scoreVersion: 9, lastSeen: start + 30_000 });
    expect(onScore(shown, { sessionId: 's1', integrity: 90, risk: 0, level: 'low', lastSeenAt: at(25), version: 8 })).toBe(shown);
    expect(onScore(shown, { sessionId: 's1', integrity: 90, risk: 0, level: 'low', lastSeenAt: at(25), version: 9 })).toBe(shown);
  });

  test('the life and the score are as old as they are each', () => {
    const scored = onScore(card(), { sessionId: 's1', integrity: 70, risk: 0, level: 'low', lastSeenAt: at(30), version: 9 });
    const paused = onSession(scored, life({ status: 'paused', deadline: null, remainingSeconds: 1200, version: 7 }), start);
    expect(paused).toMatchObject({ status: 'paused', deadline: null, remaining: 1200, integrity: 70, lifeVersion: 7, scoreVersion: 9 });
    expect(onSession(paused, life({ version: 6 }), start)).toBe(paused);
  });

  test('a session read late takes nothing back that was heard since', () => {
    const heard = onSession(card(), life({ status: 'submitted', version: 8 }), start + 50_000);
    const read = onRead(heard, session({ version: 7, integrity: { score: 40, computed: 40, override: null } }), 2);
    expect(read).toMatchObject({ status: 'submitted', endedAt: start + 50_000, integrity: 40, scoreVersion: 7, lifeVersion: 8 });
  });

  test('when it was last seen never goes back', () => {
    expect(onSession(card(), life({ lastSeenAt: at(5) }), start).lastSeen).toBe(start + 10_000);
  });
});

describe('alerts', () => {
  test('one that comes twice is there once', () => {
    const once = onAlert(card(), alertMessage('a1'), 2, start);
    expect(onAlert(once, alertMessage('a1'), 3, start)).toBe(once);
    expect(openCount(once)).toBe(1);
  });

  test('a summary that comes again for more alerts replaces itself and is news, one for fewer is dropped', () => {
    const two = [summaryMessage('a1', 2, 1), alertMessage('a2', 'high', 5)].reduce((of, message, i) => onAlert(of, message, i + 2, start), card());
    const four = onAlert(two, summaryMessage('a1', 4, 9), 4, start + 9_000);
    expect(four.alerts).toMatchObject([{ id: 'a1', count: 4, message: '4 more times', at: start + 9_000, heard: 4, heardAt: start + 9_000 }, { id: 'a2' }]);
    expect(openCount(four)).toBe(2);
    for (const count of [4, 2]) expect(onAlert(four, summaryMessage('a1', count, 1), 5, start)).toBe(four);
    expect(openCount(onAlert(onResolved(four, { id: 'a1' }), summaryMessage('a1', 8, 12), 6, start))).toBe(1);
  });

  test('a summary is read as far as it has grown, and an answer that is older takes nothing back', () => {
    const heard = onAlert(card(), summaryMessage('a1', 4, 9), 2, start);
    const read = (count: number, seconds: number) =>
      onRead(heard, session({ version: 8, openAlerts: [{ ...alert('a1', 'low', seconds), count, message: `${count} more times` }] }), 3).alerts;
    expect(read(5, 11)).toMatchObject([{ count: 5, message: '5 more times', at: start + 11_000, heard: 2, heardAt: start }]);
    expect(read(3, 8)).toEqual(heard.alerts);
  });

  test('what was missed is there after reading, what was resolved meanwhile is gone', () => {
    const before = onRead(undefined, session({ openAlerts: [alert('a2', 'high', 2), alert('a1', 'high', 1)] }), 1);
    const after = onRead(before, session({ version: 8, openAlerts: [alert('a3', 'high', 3), alert('a2', 'high', 2)] }), 4);
    expect(ids(after)).toEqual(['a3', 'a2']);
  });

  test('one heard after the request was sent outlives its answer, one heard before does not', () => {
    const early = onAlert(card(), alertMessage('a1', 'high', 1), 2, start);
    const late = onAlert(early, alertMessage('a2', 'high', 2), 4, start);
    expect(ids(onRead(late, session({ version: 8, openAlerts: [] }), 3))).toEqual(['a2']);
  });

  test('a resolved one is not brought back by a late message or a late answer', () => {
    const open = onAlert(card(), alertMessage('a1'), 2, start);
    const resolved = onResolved(open, { id: 'a1', open: 0 });
    expect(openCount(resolved)).toBe(0);
    expect(onAlert(resolved, alertMessage('a1'), 5, start)).toBe(resolved);
    expect(openCount(onRead(resolved, session({ openAlerts: [alert('a1')] }), 1))).toBe(0);
  });

  test('resolved before it was heard of, it never shows', () => {
    expect(openCount(onAlert(onResolved(card(), { id: 'a1', open: 0 }), alertMessage('a1'), 2, start))).toBe(0);
  });

  test('those too many to be listed are counted', () => {
    const many = onRead(undefined, session({ openAlerts: [alert('a9')], alerts: { open: 60, total: 60 } }), 1);
    expect(openCount(many)).toBe(60);
    expect(openCount(onResolved(many, { id: 'a9', open: 59 }))).toBe(59);
    expect(openCount(onResolved(many, { id: 'a1', open: 59 }))).toBe(59);
    const heardBefore = onAlert(many, alertMessage('a5'), 2, start);
    expect(ids(onRead(heardBefore, session({ version: 9, openAlerts: [alert('a9')], alerts: { open: 61, total: 61 } }), 3)).sort()).toEqual(['a5', 'a9']);
  });

  test('an answer without alerts says nothing of them', () => {
    const open = onAlert(card(), alertMessage('a1'), 2, start);
    expect(ids(onRead(open, session({ version: 9 }), 5))).toEqual(['a1']);
  });

  test('the worst is the most severe, and the newest of those', () => {
    const some = [alertMessage('a1', 'high', 1), alertMessage('a2', 'high', 2), alertMessage('a3', 'low', 3)].reduce((of, message, i) => onAlert(of, message, i + 2, start), card());
    expect(worstAlert(some)?.id).toBe('a2');
    expect(worstAlert(card())).toBeUndefined();
  });
});
