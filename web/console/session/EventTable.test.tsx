import { render } from 'preact';
import { expect, test } from 'vitest';
import type { ScoredEvent } from '../../shared/types';
import { at, start } from '../wall/samples';
import { Row } from './EventTable';

const copy: ScoredEvent = { id: 'e1', type: 'COPY', occurredAt: at(-600), receivedAt: at(65), late: false, deduction: 0, reason: 'COPY: 0 points' };

function firstCell(event: ScoredEvent): Element {
  const table = document.createElement('tbody');
  render(<Row event={event} start={start} />, table);
  return table.querySelector('td')!;
}

test('an event dated before the start says so, and shows when it counts', () => {
  const cell = firstCell({ ...copy, beforeStart: true });
  expect(cell.textContent).toMatch(/\+1:05before start$/);
  expect(cell.querySelector('.late')!.getAttribute('title')).toMatch(/counts when it was received/);
});

test('of others nothing is said', () => {
  expect(firstCell({ ...copy, occurredAt: at(61) }).textContent).toMatch(/\+1:01$/);
});
