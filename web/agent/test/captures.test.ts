import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { captureAbsence } from '../src/captures/absence.js';
import { captureClipboard } from '../src/captures/clipboard.js';
import { captureContextMenu } from '../src/captures/contextMenu.js';
import { captureFullscreen } from '../src/captures/fullscreen.js';
import { captureHeartbeat } from '../src/captures/heartbeat.js';
import { watchMedia } from '../src/captures/media.js';
import { captureMouse } from '../src/captures/mouse.js';
import { captureShortcuts, defaultShortcuts } from '../src/captures/shortcuts.js';
import { captureTyping } from '../src/captures/typing.js';
import type { Emit, EventDetails, Stop } from '../src/events.js';

let emitted: [type: string, details: EventDetails][];
const stops: Stop[] = [];
const emit: Emit = (type, details = {}) => {
  emitted.push([type, details]);
  return `id-${emitted.length}`;
};
const running = (stop: Stop) => { stops.push(stop); };
const types = () => emitted.map(([type]) => type);
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

let page: { hidden: boolean; focus: boolean };
const turn = (changes: Partial<typeof page>) => {
  const before = { ...page };
  Object.assign(page, changes);
  if (page.hidden !== before.hidden) document.dispatchEvent(new Event('visibilitychange'));
  if (page.focus !== before.focus) dispatchEvent(new Event(page.focus ? 'focus' : 'blur'));
};

const dispatch = (type: string, properties: object, target: EventTarget = document.body) => {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true, composed: true }), properties);
  target.dispatchEvent(event);
  return event;
};

function press(name: string, code = '', target: EventTarget = document.body, more: KeyboardEventInit = {}, type = 'keydown') {
  const parts = name.split('+');
  const event = new KeyboardEvent(type, {
    key: parts.pop()!, code, bubbles: true, cancelable: true, composed: true,
    ctrlKey: parts.includes('Ctrl'), metaKey: parts.includes('Cmd'), altKey: parts.includes('Alt'), shiftKey: parts.includes('Shift'), ...more,
  });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  emitted = [];
  page = { hidden: false, focus: true };
  document.body.innerHTML = '<textarea></textarea><p>text</p>';
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => page.hidden);
  vi.spyOn(document, 'hasFocus').mockImplementation(() => page.focus);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
});
afterEach(() => {
  stops.splice(0).forEach(stop => stop());
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

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
  pass(200);
  turn({ focus: true });
  expect(emitted).toEqual([]);
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
  page = { hidden: true, focus: false };
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

test('copying, cutting and pasting are told', () => {
  running(captureClipboard(emit, false));
  const events = ['copy', 'cut', 'paste'].map(type => dispatch(type, {}));
  expect(emitted).toEqual([['COPY', {}], ['COPY', { label: 'cut' }], ['PASTE', {}]]);
  expect(events.some(event => event.defaultPrevented)).toBe(false);
});

test('the clipboard can be closed', () => {
  running(captureClipboard(emit, true));
  expect(['copy', 'cut', 'paste'].every(type => dispatch(type, {}).defaultPrevented)).toBe(true);
  expect(dispatch('drop', { dataTransfer: { types: ['text/plain'] } }).defaultPrevented).toBe(true);
});

test('text dragged in from elsewhere is pasted; what the page itself moves is not, nor are files', () => {
  running(captureClipboard(emit, false));
  dispatch('drop', { dataTransfer: { types: ['text/html', 'text/plain'] } });
  dispatch('drop', { dataTransfer: { types: ['Files'] } });
  dispatch('dragstart', {});
  dispatch('drop', { dataTransfer: { types: ['text/plain'] } });
  dispatch('dragend', {});
  expect(emitted).toEqual([['PASTE', { label: 'drop' }]]);
});

test('captures come before the page\'s own handlers', () => {
  running(captureClipboard(emit, false));
  const paragraph = document.querySelector('p')!;
  paragraph.addEventListener('copy', event => event.stopImmediatePropagation());
  dispatch('copy', {}, paragraph);
  expect(types()).toEqual(['COPY']);
});

test('the context menu is told and, if wanted, kept shut', () => {
  const stop = captureContextMenu(emit, false);
  expect(dispatch('contextmenu', {}).defaultPrevented).toBe(false);
  stop();
  running(captureContextMenu(emit, true));
  expect(dispatch('contextmenu', {}).defaultPrevented).toBe(true);
  expect(types()).toEqual(['CONTEXT_MENU', 'CONTEXT_MENU']);
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

test('heartbeats come at once and every 15 s', () => {
  running(captureHeartbeat(emit));
  pass(60_000);
  expect(types()).toEqual(Array(5).fill('HEARTBEAT'));
});

test('where timers are held back, a worker keeps the beat, and both together beat once', () => {
  const worker = { onmessage() {}, terminate: vi.fn() };
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL() {} });
  vi.stubGlobal('Worker', vi.fn(function Worker() { return worker; }));
  const stop = captureHeartbeat(emit);
  for (let i = 0; i < 4; i++) {
    vi.setSystemTime(Date.now() + 15_000);
    pass(15_000);
    worker.onmessage();
  }
  expect(emitted).toHaveLength(5);
  stop();
  expect(worker.terminate).toHaveBeenCalled();
});

class Track extends EventTarget {
  muted = false;
  readyState = 'live';
  readonly kind: string;
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
  tell(type: string, changes: Partial<Track> = {}) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event(type));
  }
}

const streamOf = (...tracks: Track[]) => ({ getTracks: () => tracks }) as unknown as MediaStream;

test('camera and microphone going off are told', () => {
  const [camera, microphone] = [new Track('video'), new Track('audio')];
  running(watchMedia(emit, streamOf(camera, microphone)));
  camera.tell('ended', { readyState: 'ended' });
  microphone.tell('mute', { muted: true });
  pass(2_000);
  expect(emitted).toEqual([['CAMERA_OFF', { label: 'ended' }], ['MICROPHONE_OFF', { label: 'muted' }]]);
});

test('a device that is silent for a moment is not off', () => {
  const microphone = new Track('audio');
  running(watchMedia(emit, streamOf(microphone)));
  microphone.tell('mute', { muted: true });
  pass(500);
  microphone.tell('unmute', { muted: false });
  pass(5_000);
  expect(emitted).toEqual([]);
});

test('what is off already is told, and after unwatching nothing is', () => {
  const [camera, microphone] = [new Track('video'), new Track('audio')];
  camera.readyState = 'ended';
  microphone.muted = true;
  const unwatch = watchMedia(emit, streamOf(camera, microphone));
  pass(2_000);
  const before = [['CAMERA_OFF', { label: 'ended' }], ['MICROPHONE_OFF', { label: 'muted' }]];
  expect(emitted).toEqual(before);
  microphone.tell('mute');
  unwatch();
  pass(2_000);
  microphone.tell('ended');
  expect(emitted).toEqual(before);
});
