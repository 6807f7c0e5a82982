import { expect, test } from 'vitest';
import { incomplete } from './Completeness';

const ranges = (...pairs: [from: number, to: number][]) => pairs.map(([from, to]) => ({ from, to }));

test('nothing is said of a session that has all its events', () => {
  expect(incomplete({ status: 'submitted', missing: { count: 0, ranges: [] }, limited: false })).toEqual([]);
  expect(incomplete({ status: 'submitted' })).toEqual([]);
});

test('numbers that never came are named', () => {
  expect(incomplete({ status: 'submitted', missing: { count: 4, ranges: ranges([7, 7], [12, 14]) } })).toEqual([
    '4 events of the candidate’s page never arrived: numbers 7, 12 to 14. What is missing was lost on the way, or kept back.',
  ]);
});

test('while the session goes on they may still come', () => {
  expect(incomplete({ status: 'running', missing: { count: 1, ranges: ranges([7, 7]) } })).toEqual([
    '1 event of the candidate’s page has not arrived so far: number 7. What is missing may still be on the way.',
  ]);
});

test('of many gaps only some are named, and the others counted', () => {
  const many = Array.from({ length: 100 }, (_, i) => [i * 10 + 1, i * 10 + 2] as [number, number]);
  const [words] = incomplete({ status: 'timedOut', missing: { count: 500, ranges: ranges(...many) } });
  expect(words).toContain('111 to 112 and 476 more.');
});

test('a limit that was reached is said', () => {
  expect(incomplete({ status: 'running', limited: true })[0]).toMatch(/ordinary events are only counted/);
});
