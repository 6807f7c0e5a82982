import { expect, test } from 'vitest';
import { ApiError } from '../../shared/problem';
import { explain } from './Actions';

const problem = (status: number, message: string) => new ApiError(status, 'x', message);

test('refusals and faults in words', () => {
  expect(explain(problem(409, 'The session is paused.'), 'pause')).toBe('Not possible now: The session is paused.');
  expect(explain(problem(412, 'If-Match …'), 'review')).toMatch(/has changed since it was shown/);
  expect(explain(ApiError.unreachable(), 'time')).toMatch(/not certain whether the time was granted.*grants it once/);
  expect(explain(ApiError.unreachable(), 'pause')).toMatch(/cannot be reached/);
});
