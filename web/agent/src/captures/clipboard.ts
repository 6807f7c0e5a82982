import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

/**
 * COPY (a cut has the label "cut") and PASTE (text dragged in from elsewhere: "drop"), by keyboard or menu. That it happened, never
 * what or how much.
 */
export function captureClipboard(emit: Emit, prevent: boolean): Stop {
  let own = false;
  const stops = [
    listen(['copy', 'cut', 'paste'], event => {
      if (prevent) event.preventDefault();
      emit(event.type === 'paste' ? 'PASTE' : 'COPY', event.type === 'cut' ? { label: 'cut' } : {});
    }, !prevent),
    listen(['dragstart', 'dragend'], event => { own = event.type === 'dragstart'; }),
    listen(['drop'], event => {
      if (own || !event.dataTransfer?.types.includes('text/plain')) return;
      if (prevent) event.preventDefault();
      emit('PASTE', { label: 'drop' });
    }, !prevent),
  ];
  return () => stops.forEach(stop => stop());
}
