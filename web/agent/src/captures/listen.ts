import type { Stop } from '../events.js';

/** Listens before the page's own handlers can stop an event. Passive unless something may be prevented. */
export function listen<K extends keyof DocumentEventMap>(
  types: readonly K[], handle: (event: DocumentEventMap[K]) => void, passive = true,
): Stop {
  const options = { capture: true, passive };
  for (const type of types) document.addEventListener(type, handle, options);
  return () => { for (const type of types) document.removeEventListener(type, handle, options); };
}
