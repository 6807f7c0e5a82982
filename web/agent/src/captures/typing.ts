import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

const pauseMs = 2_000;
const fewest = 20;
const most = 60;
const keysPerWord = 5;

/**
 * TYPING_SAMPLE with words a minute, 5 keys a word, over bursts of 20 to 60 keys in text fields; a pause of two seconds ends a
 * burst. Keys are counted, not kept. The sample's time is that of its last key.
 */
export function captureTyping(emit: Emit, now: () => number): Stop {
  let keys = 0;
  let first = 0;
  let last = 0;
  const end = () => {
    const minutes = (last - first) / 60_000;
    if (keys >= fewest && minutes > 0) {
      const wpm = Math.round((keys - 1) / keysPerWord / minutes);
      emit('TYPING_SAMPLE', { data: { wpm }, occurredAt: now() - (performance.now() - last) });
    }
    keys = 0;
  };
  const stops = [
    listen(['keydown'], event => {
      if (!isTyping(event)) return;
      const at = performance.now();
      if (keys > 0 && at - last > pauseMs) end();
      if (keys === 0) first = at;
      last = at;
      if (++keys === most) end();
    }),
    listen(['visibilitychange'], end),
  ];
  return () => {
    end();
    stops.forEach(stop => stop());
  };
}

function isTyping(event: KeyboardEvent) {
  if (event.repeat || ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph'))) return false;
  // An input method tells of its keys by these alone.
  if ((event.key ?? '').length !== 1 && !event.isComposing && event.key !== 'Process') return false;
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
}
