import type { Emit, Stop } from '../events.js';

/** The backend counts a candidate as missing after 60 s without an event. */
const everyMs = 15_000;

/**
 * HEARTBEAT at once and every 15 s. Browsers let timers of a page that is hidden for minutes fire once a minute only; those of a
 * worker go on. Where a page's policy forbids the worker, the timer alone is left.
 */
export function captureHeartbeat(emit: Emit): Stop {
  let last = -Infinity;
  const beat = () => {
    const now = performance.now();
    if (now - last < everyMs - 1_000) return;
    last = now;
    emit('HEARTBEAT');
  };
  const timer = setInterval(beat, everyMs);
  const worker = startWorker(beat);
  beat();
  return () => {
    clearInterval(timer);
    worker?.terminate();
  };
}

function startWorker(beat: () => void): Worker | undefined {
  try {
    const script = URL.createObjectURL(new Blob([`setInterval(()=>postMessage(0),${everyMs})`], { type: 'text/javascript' }));
    const worker = new Worker(script);
    URL.revokeObjectURL(script);
    worker.onmessage = beat;
    worker.onerror = event => event.preventDefault();
    return worker;
  } catch {
    return undefined;
  }
}
