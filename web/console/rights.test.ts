import { expect, test } from 'vitest';
import { rightsOf } from './rights';

test('a reviewer judges, and neither controls nor adds', () => {
  expect(rightsOf('reviewer')).toEqual({ judge: true, control: false, addPeople: false });
  expect(rightsOf('proctor')).toEqual({ judge: true, control: true, addPeople: false });
  expect(rightsOf('admin')).toEqual({ judge: true, control: true, addPeople: true });
});

test.each(['candidate', 'operator', 'of tomorrow', '', undefined])('%s may nothing here', (role) => {
  expect(Object.values(rightsOf(role))).toEqual([false, false, false]);
});
