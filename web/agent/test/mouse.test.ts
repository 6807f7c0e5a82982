import { expect, test } from 'vitest';
import { captureMouse } from '../src/captures/mouse.js';
import { dispatch, emit, emitted, pass, running, standInFront } from './captureSupport.js';

standInFront();

const move = (clientX: number, clientY: number) => document.body.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX, clientY }));

test('mouse speed is told over windows of 5 s that begin with a movement', () => {
  running(captureMouse(emit));
  pass(60_000);
  for (let i = 0; i <= 50; i++) {
    move(i * 30, i * 40); // 50 px each 100 ms.
    pass(100);
  }
  expect(emitted).toEqual([['MOUSE_SAMPLE', { data: { pxPerSecond: 490 } }]]);
});

test('moves are looked at 20 times a second at most', () => {
  running(captureMouse(emit));
  for (let i = 0; i <= 500; i++) {
    move(i % 2 === 0 ? 0 : 1_000, 0); // There and back within 10 ms each.
    pass(10);
  }
  expect(emitted).toHaveLength(1);
  expect(emitted[0]![1].data!.pxPerSecond).toBeLessThanOrEqual(20_000);
});

test('a jerk of some pixels is no movement, nor is coming in elsewhere', () => {
  running(captureMouse(emit));
  move(0, 0);
  pass(100);
  move(20, 0);
  pass(100);
  dispatch('mouseout', { relatedTarget: null });
  move(900, 700);
  pass(10_000);
  expect(emitted).toEqual([]);
});

test.each([[49, 0], [50, 1]])('a way of %d px is worth %d samples', (length, samples) => {
  running(captureMouse(emit));
  move(0, 0);
  pass(50);
  move(length, 0);
  pass(5_000);
  expect(emitted).toHaveLength(samples);
});

test('the way over the page’s elements is one way, and each window has its own', () => {
  running(captureMouse(emit));
  for (const x of [0, 400, 1_000]) {
    move(x, 0);
    dispatch('mouseout', { relatedTarget: document.querySelector('p') });
    pass(100);
  }
  pass(5_000);
  move(1_000, 500);
  pass(5_000);
  expect(emitted.map(([, { data }]) => data)).toEqual([{ pxPerSecond: 200 }, { pxPerSecond: 100 }]);
});

test('a capture that was stopped tells no window that had begun', () => {
  const stop = captureMouse(emit);
  move(0, 0);
  pass(100);
  move(900, 0);
  stop();
  pass(10_000);
  expect(emitted).toEqual([]);
});
