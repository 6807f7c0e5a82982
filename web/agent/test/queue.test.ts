import { expect, test } from 'vitest';
import type { Database } from '../src/database.js';
import { createEvent } from '../src/events.js';
import { createQueue } from '../src/queue.js';

const event = () => ({ ...createEvent('COPY', {}, 1_000), corrected: false });

test('an event that is being stored counts as waiting, whatever is removed meanwhile', async () => {
  const stored: ((seq: number) => void)[] = [];
  const database: Database = {
    add: added => new Promise(resolve => stored.push(seq => resolve({ ...added, seq }))),
    read: async () => [],
    remove: async () => 0,
    close() {},
  };
  const queue = createQueue('counting', Promise.resolve(database));
  queue.add(event());
  await expect.poll(() => stored.length).toBe(1);
  stored[0]!(1);
  const [first] = await queue.read(10);
  queue.add(event());
  await queue.remove([first!]);
  expect(queue.length).toBe(1);

  await expect.poll(() => stored.length).toBe(2);
  stored[1]!(2);
  await queue.settled();
  expect(queue.length).toBe(1);
  await queue.remove(queue.unsent());
  expect(queue.length).toBe(0);
  await queue.close();
});
