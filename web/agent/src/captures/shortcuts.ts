import type { Emit, Stop } from '../events.js';
import { listen } from './listen.js';

/** Print, save, view the source, take a picture. Mod is Ctrl, or Cmd on a Mac. What copies and pastes has events of its own. */
export const defaultShortcuts: readonly string[] = ['Mod+P', 'Mod+S', 'Mod+U', 'PrintScreen'];

const devtools = ['F12', 'Mod+Shift+I', 'Mod+Shift+J', 'Mod+Shift+C', 'Mod+Shift+K', 'Mod+Alt+I', 'Mod+Alt+J', 'Mod+Alt+C', 'Mod+Alt+K'];

/**
 * BLOCKED_SHORTCUT for those listed and DEVTOOLS for what opens the developer tools, with the shortcut's name as label. No other
 * key is looked at. Not all can be prevented: browsers keep some to themselves.
 */
export function captureShortcuts(emit: Emit, blocked: readonly string[], prevent: boolean): Stop {
  const types = new Map<string, 'BLOCKED_SHORTCUT' | 'DEVTOOLS'>();
  for (const name of blocked) types.set(normal(name), 'BLOCKED_SHORTCUT');
  for (const name of devtools) types.set(normal(name), 'DEVTOOLS');

  const onkey = (event: KeyboardEvent) => {
    const name = nameOf(event);
    const type = types.get(name);
    if (!type) return;
    if (prevent) event.preventDefault();
    if (!event.repeat) emit(type, { label: name });
  };
  const stops = [
    listen(['keydown'], onkey, !prevent),
    // Windows tells of this key only when it is released.
    listen(['keyup'], event => { if (event.key === 'PrintScreen') onkey(event); }, !prevent),
  ];
  return () => stops.forEach(stop => stop());
}

const modifiers = ['Mod', 'Alt', 'Shift'];

function nameOf(event: KeyboardEvent) {
  // Alt and scripts other than Latin change what a letter key gives: then its place on the keyboard tells.
  const key = /^[a-z]$/i.test(event.key) || event.key.length > 1 ? event.key : event.code.replace(/^Key/, '');
  return join([event.ctrlKey || event.metaKey, event.altKey, event.shiftKey], key);
}

/** Modifiers in one order, the key's first letter large. */
function normal(name: string) {
  const parts = name.split('+').map(part => part.trim().toLowerCase().replace(/^(ctrl|cmd|meta)$/, 'mod'));
  return join(modifiers.map(modifier => parts.includes(modifier.toLowerCase())), parts.at(-1)!);
}

function join(held: readonly boolean[], key: string) {
  const name = key.toLowerCase() === 'printscreen' ? 'PrintScreen' : key.charAt(0).toUpperCase() + key.slice(1);
  return [...modifiers.filter((_, index) => held[index]), name].join('+');
}
