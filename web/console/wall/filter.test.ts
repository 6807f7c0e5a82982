import { expect, test } from 'vitest';
import { onRead } from './card';
import { matches, noFilter, type Filter } from './filter';
import { session } from './samples';

const card = onRead(undefined, session({ presence: 'missing' }), 1);
const textOf = () => 'Chloé Müller Organic chemistry';
const finds = (part: Partial<Filter>) => matches(card, { ...noFilter, ...part }, textOf);

test.each([
  [{}, true],
  [{ search: 'muller chl' }, true],
  [{ search: '  MÜLLER ' }, true],
  [{ search: 'chemistry smith' }, false],
  [{ search: 's1' }, true],
  [{ shown: 'running' }, true],
  [{ shown: 'paused' }, false],
  [{ shown: 'missing' }, true],
  [{ shown: 'attention' }, true],
  [{ exam: 'e1' }, true],
  [{ exam: 'interview' }, false],
] satisfies [Partial<Filter>, boolean][])('%o', (filter, found) => expect(finds(filter)).toBe(found));

test('a session without an exam is an interview', () => {
  expect(matches(onRead(undefined, session({ examId: null }), 1), { ...noFilter, exam: 'interview' }, textOf)).toBe(true);
});
