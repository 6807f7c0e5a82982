import { expect, test } from 'vitest';
import { Frame } from './frame';

test('gathers until the next frame', () => {
  const due: (() => void)[] = [];
  const handled: number[][] = [];
  const frame = new Frame<number>((items) => handled.push(items), (run) => due.push(run));
  frame.add(1);
  frame.add(2);
  expect(handled).toEqual([]);
  expect(due).toHaveLength(1);
  due.shift()!();
  frame.add(3);
  due.shift()!();
  expect(handled).toEqual([[1, 2], [3]]);
});
