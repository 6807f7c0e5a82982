import { expect, test } from 'vitest';
import type { Page } from '../../shared/types';
import { PagedList } from './list';

test('is read page by page, as far as somebody wants', async () => {
  const list = new PagedList<number>();
  const asked: (string | undefined)[] = [];
  await list.begin(async ({ cursor }) => {
    asked.push(cursor);
    return cursor === undefined ? { items: [1, 2], next: 'c1' } : { items: [3], next: null };
  });
  expect([list.items.value, list.hasMore.value]).toEqual([[1, 2], true]);
  await list.more();
  expect([list.items.value, list.hasMore.value, asked]).toEqual([[1, 2, 3], false, [undefined, 'c1']]);
});

test('what a list that was left still answers is dropped', async () => {
  const list = new PagedList<string>();
  let answer: (page: Page<string>) => void = () => {};
  const left = list.begin(() => new Promise((resolve) => (answer = resolve)));
  await list.begin(async () => ({ items: ['wanted'], next: null }));
  answer({ items: ['left'], next: 'c1' });
  await left;
  expect([list.items.value, list.hasMore.value, list.isReading.value]).toEqual([['wanted'], false, false]);
});
