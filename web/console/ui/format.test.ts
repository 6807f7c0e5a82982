import { expect, test } from 'vitest';
import { ago, bytes, count, duration, timeLeft } from './format';

test.each([[0, '0:00'], [-5, '0:00'], [1, '0:01'], [59_001, '1:00'], [754_000, '12:34'], [3_600_000, '1:00:00'], [5_025_000, '1:23:45']])(
  'time left %d', (ms, text) => expect(timeLeft(ms)).toBe(text));

test.each([[0, 'now'], [2_000, 'now'], [12_000, '12 s'], [60_000, '1 min'], [59 * 60_000, '59 min'], [7_200_000, '2 h'], [4 * 86_400_000, '4 d']])(
  'ago %d', (ms, text) => expect(ago(ms)).toBe(text));

test.each([[20, '20 s'], [2_700, '45 min'], [5_400, '1 h 30 min'], [7_200, '2 h'], [3_590, '1 h']])(
  'duration %d', (seconds, text) => expect(duration(seconds)).toBe(text));

test('sizes and counts', () => {
  expect([bytes(900), bytes(20_480), bytes(3_000_000)]).toEqual(['900 B', '20 kB', '2.9 MB']);
  expect([count(1, 'alert'), count(2, 'alert'), count(2, 'person', 'people')]).toEqual(['1 alert', '2 alerts', '2 people']);
});
