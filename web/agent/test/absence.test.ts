import { expect, test, vi } from 'vitest';
import { captureAbsence } from '../src/captures/absence.js';
import { captureFullscreen } from '../src/captures/fullscreen.js';
import { emit, emitted, page, pass, running, standInFront, turn, types } from './captureSupport.js';

standInFront();

test('a tab switch is told at once and, when the candidate is back, how long it was: one of each', () => {
  running(captureAbsence(emit));
  turn({ focus: false });
  turn({ hidden: true });
  expect(emitted).toEqual([['TAB_SWITCH', {}]]);
  pass(4_200);
  turn({ hidden: false });
  turn({ focus: true });
  pass(5_000);
  expect(emitted).toEqual([['TAB_SWITCH', {}], ['FOCUS_LOST', { durationMs: 4_200, label: 'tab', data: { tabSwitch: 'id-1' } }]]);
});

test('the order of the browser\'s events does not matter', () => {
  running(captureAbsence(emit));
  turn({ hidden: true });
  turn({ focus: false });
  pass(1_000);
  turn({ focus: true });
  turn({ hidden: false });
  expect(types()).toEqual(['TAB_SWITCH', 'FOCUS_LOST']);
});

test('another window takes the focus: its loss with the time, no tab switch', () => {
  running(captureAbsence(emit));
  turn({ focus: false });
  pass(31_000);
  expect(emitted).toEqual([]);
  turn({ focus: true });
  expect(emitted).toEqual([['FOCUS_LOST', { durationMs: 31_000, label: 'window' }]]);
});

test('a flicker of the focus is nothing', () => {
  running(captureAbsence(emit));
  turn({ focus: false });
  pass(249);
  turn({ focus: true });
  expect(emitted).toEqual([]);
  turn({ focus: false });
  pass(250);
  turn({ focus: true });
  expect(emitted).toEqual([['FOCUS_LOST', { durationMs: 250, label: 'window' }]]);
});

test('the focus in a frame of the page is with the page, and leaving from there is noticed', () => {
  running(captureAbsence(emit));
  dispatchEvent(new Event('blur')); // Into a frame: the document keeps the focus.
  pass(60_000);
  expect(emitted).toEqual([]);
  page.focus = false; // From the frame to another window and back: no event tells.
  pass(10_000);
  page.focus = true;
  pass(1_000);
  expect(emitted).toHaveLength(1);
  expect(emitted[0]![0]).toBe('FOCUS_LOST');
  expect(Math.abs(emitted[0]![1].durationMs! - 10_000)).toBeLessThanOrEqual(1_000);
});

test('closing or reloading the page is no tab switch, and ends an absence', () => {
  running(captureAbsence(emit));
  dispatchEvent(new Event('pagehide'));
  turn({ hidden: true });
  expect(emitted).toEqual([]);
  turn({ hidden: false });
  dispatchEvent(new Event('pageshow'));

  turn({ hidden: true, focus: false });
  pass(2_000);
  dispatchEvent(new Event('pagehide'));
  expect(types()).toEqual(['TAB_SWITCH', 'FOCUS_LOST']);
  expect(emitted[1]![1].durationMs).toBe(2_000);
});

test('a page that begins in the background counts from there, without a switch', () => {
  Object.assign(page, { hidden: true, focus: false });
  running(captureAbsence(emit));
  pass(700);
  turn({ hidden: false, focus: true });
  expect(emitted).toEqual([['FOCUS_LOST', { durationMs: 700, label: 'tab', data: undefined }]]);
});

test('an absence is told as a week at most, which is the longest that the backend takes', () => {
  running(captureAbsence(emit));
  turn({ hidden: true });
  pass(8 * 24 * 3_600_000);
  turn({ hidden: false });
  expect(emitted.at(-1)).toMatchObject(['FOCUS_LOST', { durationMs: 7 * 24 * 3_600_000 }]);
});

test('stopping ends an absence', () => {
  const stop = captureAbsence(emit);
  turn({ focus: false });
  pass(1_000);
  stop();
  expect(types()).toEqual(['FOCUS_LOST']);
  turn({ focus: true, hidden: true });
  expect(emitted).toHaveLength(1);
});

test('leaving the full screen is told, entering it is not', () => {
  let element: Element | null = null;
  Object.defineProperty(document, 'fullscreenElement', { configurable: true, get: () => element });
  running(captureFullscreen(emit));
  const change = (to: Element | null) => {
    element = to;
    document.dispatchEvent(new Event('fullscreenchange'));
  };
  change(document.body);
  change(document.querySelector('p'));
  expect(emitted).toEqual([]);
  change(null);
  change(null);
  expect(types()).toEqual(['FULLSCREEN_EXIT']);
});

test('leaving a full screen that was there before is told', () => {
  const element = vi.fn(() => document.body as Element | null);
  Object.defineProperty(document, 'fullscreenElement', { configurable: true, get: element });
  running(captureFullscreen(emit));
  element.mockReturnValue(null);
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(types()).toEqual(['FULLSCREEN_EXIT']);
});
