import { expect, test } from 'vitest';
import { Attempts } from './attempts';

test('the same command has the same key however often it is tried, another one has another', () => {
  const attempts = new Attempts();
  const first = attempts.keyFor('10 minutes');
  expect(first).toMatch(/^[\w.-]{16,64}$/);
  expect(attempts.keyFor('10 minutes')).toBe(first);
  expect(attempts.keyFor('15 minutes')).not.toBe(first);
  expect(new Attempts().keyFor('10 minutes')).not.toBe(first);
});
