import { afterEach, beforeEach, vi } from 'vitest';
import type { Emit, EventDetails, Stop } from '../src/events.js';

/** What captures told in the present test. */
export let emitted: [type: string, details: EventDetails][];
/** Where the candidate is. */
export let page: { hidden: boolean; focus: boolean };

const stops: Stop[] = [];
export const emit: Emit = (type, details = {}) => {
  emitted.push([type, details]);
  return `id-${emitted.length}`;
};
export const running = (stop: Stop) => { stops.push(stop); };
export const types = () => emitted.map(([type]) => type);
export const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

export const turn = (changes: Partial<typeof page>) => {
  const before = { ...page };
  Object.assign(page, changes);
  if (page.hidden !== before.hidden) document.dispatchEvent(new Event('visibilitychange'));
  if (page.focus !== before.focus) dispatchEvent(new Event(page.focus ? 'focus' : 'blur'));
};

export const dispatch = (type: string, properties: object, target: EventTarget = document.body) => {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true, composed: true }), properties);
  target.dispatchEvent(event);
  return event;
};

/** A page that is in front, by timers that stand still. */
export function standInFront() {
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
}
