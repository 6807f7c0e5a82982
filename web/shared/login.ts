import type { Login } from './types';

/** Keeps the tokens of who is signed in. */
export interface LoginStore {
  /** Resolves when other tabs have had the time to tell of a newer login than the one that was stored. */
  readonly ready: Promise<void>;
  read(): Login | null;
  write(login: Login | null): void;
  /** A renewed login, unless somebody signed out, or in as another, meanwhile. */
  renew(from: Login, to: Login): void;
}

/** What tabs with the same login tell each other: the successor of a refresh token, or that it is wanted. */
type Told = { from: string; to: Login } | { wanted: string };

/** In ms. */
const answerWithin = 150;

/**
 * In `sessionStorage`: a reload stays signed in, closing the tab signs out, and two tabs can be two people. Where the browser
 * refuses storage, the login lasts as long as the page.
 *
 * A tab that was duplicated has the same login as its original, and a refresh token that is used again after a minute ends the
 * login for both. So who renews it tells the others, over a channel that only pages of this origin hear; and a page that finds a
 * login in its storage, which may be as old as a tab that the browser had put away, asks for its successor first.
 */
export function storedLogin(key: string, storage: () => Storage = () => sessionStorage): LoginStore {
  let current: Login | null = null;
  try {
    current = JSON.parse(storage().getItem(key) ?? 'null') as Login | null;
  } catch {
    return inMemory();
  }
  const write = (login: Login | null) => {
    current = login;
    try {
      if (login) storage().setItem(key, JSON.stringify(login));
      else storage().removeItem(key);
    } catch {
      // Refused.
    }
  };
  const past = new Set<string>();
  let answered = () => {};
  const succeed = (from: string, to: Login) => {
    if (current?.refreshToken !== from) return;
    past.add(from);
    write(to);
    answered();
  };
  const tabs = new BroadcastChannel(key);
  const tell = (told: Told) => tabs.postMessage(told);
  tabs.onmessage = ({ data }: MessageEvent<Told>) => {
    if ('from' in data) succeed(data.from, data.to);
    else if (current && past.has(data.wanted)) tell({ from: data.wanted, to: current });
  };
  const stored: Login | null = current;
  if (stored) tell({ wanted: stored.refreshToken });
  return {
    ready: stored ? new Promise((resolve) => setTimeout(answered = resolve, answerWithin)) : Promise.resolve(),
    read: () => current,
    write,
    renew(from, to) {
      succeed(from.refreshToken, to);
      tell({ from: from.refreshToken, to });
    },
  };
}

function inMemory(): LoginStore {
  let current: Login | null = null;
  return {
    ready: Promise.resolve(),
    read: () => current,
    write: (login) => (current = login),
    renew(from, to) {
      if (current?.refreshToken === from.refreshToken) current = to;
    },
  };
}
