import { expect, test } from 'vitest';
import { createBackoff, readRetryAfter } from '../src/backoff.js';

test('the longest wait doubles from a second to half a minute', () => {
  const backoff = createBackoff(() => 1);
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(() => backoff.next())).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test('waits are spread over the whole range', () => {
  const draws = [0, 0.25, 0.5];
  const backoff = createBackoff(() => draws.shift()!);
  expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 500, 2000]);
});

test('success starts again from the shortest', () => {
  const backoff = createBackoff(() => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBe(1000);
});

test('what the server asks for is the least, and clients still come back apart', () => {
  expect(createBackoff(() => 0).next(5000)).toBe(5000);
  expect(createBackoff(() => 0.5).next(5000)).toBe(5500);
});

test('Retry-After is read as seconds and as a date', () => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  expect(readRetryAfter('7', now)).toBe(7000);
  expect(readRetryAfter('Sat, 31 Jan 2026 12:00:30 GMT', now)).toBe(30_000);
  expect([null, '', '-1', 'soon', 'Sat, 31 Jan 2026 11:00:00 GMT'].map(header => readRetryAfter(header, now))).toEqual([0, 0, 0, 0, 0]);
  expect(readRetryAfter('86400', now)).toBe(300_000);
});
