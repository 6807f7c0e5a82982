import { computed, signal } from '@preact/signals';

export type Route =
  | { page: 'wall' }
  | { page: 'sessions' }
  | { page: 'session'; id: string }
  | { page: 'administration' };

export const hrefs = {
  wall: '#/',
  sessions: '#/sessions',
  session: (id: string) => `#/sessions/${encodeURIComponent(id)}`,
  administration: '#/administration',
};

export function parseRoute(hash: string): Route {
  const [page, id] = hash.replace(/^#?\/?/, '').split('/');
  if (page === 'sessions') return id ? { page: 'session', id: decode(id) } : { page: 'sessions' };
  return page === 'administration' ? { page } : { page: 'wall' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const hash = signal(location.hash);
addEventListener('hashchange', () => (hash.value = location.hash));

export const route = computed(() => parseRoute(hash.value));
