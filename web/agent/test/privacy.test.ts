import { expect, test } from 'vitest';
import { agentFor, Backend, newSession, until } from './support.js';

test('nothing that is typed, copied, pasted, dragged or shown ever leaves the page', async () => {
  const backend = new Backend();
  const secret = 'Correct7Horse9Battery3Staple';
  document.title = secret;
  document.body.innerHTML = `<textarea>${secret}</textarea><input type="password" value="${secret}"><p id="${secret}">${secret}</p>`;
  const agent = agentFor(newSession(), { captures: {}, prevent: { clipboard: true, contextMenu: true } });
  agent.start();

  const clipboard = { types: ['text/plain'], getData: () => secret, items: [secret] };
  for (const target of document.body.children) {
    for (let repeat = 0; repeat < 4; repeat++) {
      for (const key of secret) {
        target.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, bubbles: true, composed: true }));
        await new Promise(resolve => setTimeout(resolve));
      }
    }
    for (const type of ['copy', 'cut', 'paste', 'drop', 'contextmenu', 'input', 'selectionchange']) {
      target.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), { clipboardData: clipboard, dataTransfer: clipboard, data: secret }));
    }
    for (const key of ['p', 's', 'c', 'v']) target.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, composed: true }));
    for (let x = 0; x < 500; x += 100) target.dispatchEvent(new MouseEvent('mousemove', { clientX: x, clientY: x, bubbles: true }));
  }
  const expected = ['HEARTBEAT', 'TYPING_SAMPLE', 'COPY', 'PASTE', 'CONTEXT_MENU', 'BLOCKED_SHORTCUT'];
  await until(() => expected.every(type => backend.of(type).length > 0));
  await agent.stop();

  const everything = JSON.stringify(backend.requests);
  for (const piece of [secret, 'Correct', 'Horse9', 'Battery', 'Staple', document.URL]) expect(everything).not.toContain(piece);
  // And nothing else that could hold it: these are all values there are.
  const labels = new Set(backend.events.map(event => event.label).filter(label => label !== undefined));
  expect([...labels].filter(label => !['cut', 'drop', 'Mod+P', 'Mod+S'].includes(label))).toEqual([]);
  const data = backend.events.flatMap(event => Object.entries(event.data ?? {}));
  expect(data.filter(([name, value]) => !['wpm', 'pxPerSecond'].includes(name) || typeof value !== 'number')).toEqual([]);
});
