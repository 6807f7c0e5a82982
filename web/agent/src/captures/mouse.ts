import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

const windowMs = 5_000;
const everyMs = 50;
const shortestPath = 50;

/**
 * MOUSE_SAMPLE with pixels a second, over windows of 5 s that begin with a movement; a path below 50 px is none. Positions are
 * looked at 20 times a second at most and not kept.
 */
export function captureMouse(emit: Emit): Stop {
  let path = 0;
  let from: { x: number; y: number; at: number } | undefined;
  let began = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    const seconds = (performance.now() - began) / 1000;
    if (path >= shortestPath && seconds > 0) emit('MOUSE_SAMPLE', { data: { pxPerSecond: Math.round(path / seconds) } });
    path = 0;
  };
  const stops = [
    listen(['mousemove'], event => {
      const at = performance.now();
      if (from && at - from.at < everyMs) return;
      if (from) path += Math.hypot(event.clientX - from.x, event.clientY - from.y);
      from = { x: event.clientX, y: event.clientY, at };
      if (timer) return;
      began = at;
      timer = setTimeout(end, windowMs);
    }),
    // Where it comes in again is not a way that it went.
    listen(['mouseout'], event => { if (!event.relatedTarget) from = undefined; }),
  ];
  return () => {
    clearTimeout(timer);
    stops.forEach(stop => stop());
  };
}
