import { expect, test } from 'vitest';
import { createClock } from '../src/clock.js';

const header = (at: number) => new Date(at).toUTCString();
const noon = Date.parse('2026-01-31T12:00:00Z');

test('nothing is known before a reply tells', () => {
  const clock = createClock();
  expect([clock.known, clock.offset]).toEqual([false, 0]);
  clock.learn(undefined, null, noon, noon);
  clock.learn(undefined, 'not a date', noon, noon);
  expect([clock.known, clock.offset]).toEqual([false, 0]);
});

test('a clock that agrees with the server within what the header can tell is left alone', () => {
  const clock = createClock();
  // The header has whole seconds: 12:00:00.900 is told as 12:00:00.
  clock.learn(undefined, header(noon), noon + 880, noon + 920);
  expect([clock.known, clock.offset]).toEqual([true, 0]);
});

test.each([600_000, -600_000, 7_000, 1_500])('an offset of %d ms is found to the second by one reply', offset => {
  const clock = createClock();
  const local = noon + 400;
  clock.learn(undefined, header(local + offset), local - 20, local + 20);
  expect(Math.abs(clock.offset - offset)).toBeLessThanOrEqual(540);
});

test('the time itself, as the backend tells it, is enough for pages that see no header', () => {
  const clock = createClock();
  const local = noon + 400;
  clock.learn(new Date(local - 600_123).toISOString(), null, local - 20, local + 20);
  expect(Math.abs(clock.offset + 600_123)).toBeLessThanOrEqual(20);
});

test('several replies find it more closely', () => {
  const clock = createClock();
  const offset = 90_250;
  for (let i = 0; i < 60; i++) {
    const local = noon + i * 15_037;
    clock.learn(undefined, header(Math.floor((local + offset) / 1000) * 1000), local - 10, local + 10);
  }
  expect(Math.abs(clock.offset - offset)).toBeLessThan(30);
});

test.each([3_600_000, -3_600_000])('a clock that is set by %d ms in between is noticed', by => {
  const clock = createClock();
  clock.learn(undefined, header(noon), noon, noon + 10);
  clock.learn(undefined, header(noon + 15_000), noon + 15_000 + by, noon + 15_010 + by);
  expect(Math.abs(clock.offset + by)).toBeLessThanOrEqual(1_000);
});
