import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

export function captureContextMenu(emit: Emit, prevent: boolean): Stop {
  return listen(['contextmenu'], event => {
    if (prevent) event.preventDefault();
    emit('CONTEXT_MENU');
  }, !prevent);
}
