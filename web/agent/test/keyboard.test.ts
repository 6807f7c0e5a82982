import { expect, test } from 'vitest';
import { captureShortcuts, defaultShortcuts } from '../src/captures/shortcuts.js';
import { captureTyping } from '../src/captures/typing.js';
import { emit, emitted, pass, running, standInFront, turn } from './captureSupport.js';

standInFront();

function press(name: string, code = '', target: EventTarget = document.body, more: KeyboardEventInit = {}, type = 'keydown') {
  const parts = name.split('+');
  const event = new KeyboardEvent(type, {
    key: parts.pop()!, code, bubbles: true, cancelable: true, composed: true,
    ctrlKey: parts.includes('Ctrl'), metaKey: parts.includes('Cmd'), altKey: parts.includes('Alt'), shiftKey: parts.includes('Shift'), ...more,
  });
  target.dispatchEvent(event);
  return event;
}

test.each([
  ['F12', '', 'F12'],
  ['Ctrl+Shift+I', 'KeyI', 'Mod+Shift+I'],
  ['Ctrl+Shift+j', 'KeyJ', 'Mod+Shift+J'],
  ['Ctrl+Shift+C', 'KeyC', 'Mod+Shift+C'],
  ['Cmd+Alt+ˆ', 'KeyI', 'Mod+Alt+I'],
  ['Ctrl+Shift+Ш', 'KeyI', 'Mod+Shift+I'],
])('%s (%s) opens developer tools', (name, code, label) => {
  running(captureShortcuts(emit, defaultShortcuts, true));
  expect(press(name, code).defaultPrevented).toBe(true);
  expect(emitted).toEqual([['DEVTOOLS', { label }]]);
});

test.each([['Ctrl+p', 'Mod+P'], ['Cmd+s', 'Mod+S'], ['Ctrl+U', 'Mod+U'], ['PrintScreen', 'PrintScreen']])('%s is blocked', (name, label) => {
  running(captureShortcuts(emit, defaultShortcuts, true));
  expect(press(name).defaultPrevented).toBe(true);
  expect(emitted).toEqual([['BLOCKED_SHORTCUT', { label }]]);
});

test('what is blocked is for the page to say, in any spelling, and need not be prevented', () => {
  running(captureShortcuts(emit, ['ctrl+c', 'Shift+Alt+x'], false));
  expect(press('Ctrl+c').defaultPrevented).toBe(false);
  press('Alt+Shift+X');
  press('Ctrl+p');
  expect(emitted).toEqual([['BLOCKED_SHORTCUT', { label: 'Mod+C' }], ['BLOCKED_SHORTCUT', { label: 'Alt+Shift+X' }]]);
});

test('a shortcut that is held down is told once, and prevented all the while', () => {
  running(captureShortcuts(emit, defaultShortcuts, true));
  press('Ctrl+s');
  expect(press('Ctrl+s', '', document.body, { repeat: true }).defaultPrevented).toBe(true);
  expect(emitted).toHaveLength(1);
});

test('where a key is only released, that is told', () => {
  running(captureShortcuts(emit, defaultShortcuts, true));
  press('PrintScreen', '', document.body, {}, 'keyup');
  press('F12', '', document.body, {}, 'keyup');
  expect(emitted).toEqual([['BLOCKED_SHORTCUT', { label: 'PrintScreen' }]]);
});

test('other keys are let through and not told', () => {
  running(captureShortcuts(emit, defaultShortcuts, true));
  const names = ['p', 'P', 'Ctrl+c', 'Ctrl+v', 'Ctrl+Shift+p', 'Shift+F12', 'Tab', 'Enter'];
  expect(names.map(name => press(name).defaultPrevented)).toEqual(names.map(() => false));
  expect(emitted).toEqual([]);
});

function type(keys: number, everyMs: number, target: EventTarget = document.querySelector('textarea')!) {
  for (let i = 0; i < keys; i++) {
    if (i > 0) pass(everyMs);
    press('abcdefgh '[i % 9]!, '', target);
  }
}

test('typing speed is told over bursts of 60 keys', () => {
  running(captureTyping(emit, Date.now));
  type(60, 200); // 5 keys a second are 60 words a minute.
  expect(emitted.map(([name, { data }]) => [name, data])).toEqual([['TYPING_SAMPLE', { wpm: 60 }]]);
});

test('a pause ends a burst, which has the time of its last key', () => {
  running(captureTyping(emit, Date.now));
  type(30, 120);
  const last = Date.now();
  pass(60_000);
  type(5, 120);
  expect(emitted).toEqual([['TYPING_SAMPLE', { data: { wpm: 100 }, occurredAt: last }]]);
});

test('a few keys are no burst', () => {
  const stop = captureTyping(emit, Date.now);
  type(19, 120);
  pass(3_000);
  type(19, 120);
  stop();
  expect(emitted).toEqual([]);
});

test('only writing counts: no shortcuts, no held keys, no other keys, no other places', () => {
  const stop = captureTyping(emit, Date.now);
  const field = document.querySelector('textarea')!;
  for (let i = 0; i < 60; i++) {
    pass(100);
    press('Ctrl+a', '', field);
    press('Backspace', '', field);
    press('a', '', field, { repeat: true });
    press('a', '', document.querySelector('p')!);
  }
  stop();
  expect(emitted).toEqual([]);
});

test('20 keys are a burst', () => {
  const stop = captureTyping(emit, Date.now);
  type(20, 120);
  stop();
  expect(emitted).toEqual([['TYPING_SAMPLE', { data: { wpm: 100 }, occurredAt: Date.now() }]]);
});

test.each([[2_000, 1], [2_001, 0]])('after %d ms without a key it is the same burst: %d', (pause, samples) => {
  const stop = captureTyping(emit, Date.now);
  type(10, 120);
  pass(pause);
  type(10, 120);
  stop();
  expect(emitted).toHaveLength(samples);
});

test('a page that is hidden ends a burst', () => {
  running(captureTyping(emit, Date.now));
  type(20, 120);
  turn({ hidden: true });
  expect(emitted).toHaveLength(1);
});
