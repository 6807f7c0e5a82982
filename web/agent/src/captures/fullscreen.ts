import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

export function captureFullscreen(emit: Emit): Stop {
  let full = document.fullscreenElement != null;
  return listen(['fullscreenchange'], () => {
    const before = full;
    full = document.fullscreenElement != null;
    if (before && !full) emit('FULLSCREEN_EXIT');
  });
}
