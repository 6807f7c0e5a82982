import { expect, test } from 'vitest';
import { captureClipboard } from '../src/captures/clipboard.js';
import { captureContextMenu } from '../src/captures/contextMenu.js';
import { dispatch, emit, emitted, running, standInFront, types } from './captureSupport.js';

standInFront();

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
