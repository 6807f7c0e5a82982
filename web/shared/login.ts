import type { Login } from './types';

/** Keeps the tokens of who is signed in. */
export interface LoginStore {
  read(): Login | null;
  write(login: Login | null): void;
}

/**
 * In `sessionStorage`: a reload stays signed in, closing the tab signs out, and two tabs can be two people. Where the browser
 * refuses storage, the login lasts as long as the page.
 */
export function storedLogin(key: string, storage: () => Storage = () => sessionStorage): LoginStore {
  let current: Login | null = null;
  try {
    current = JSON.parse(storage().getItem(key) ?? 'null') as Login | null;
  } catch {
    // Refused, or not ours.
  }
  return {
    read: () => current,
    write(login) {
      current = login;
      try {
        if (login) storage().setItem(key, JSON.stringify(login));
        else storage().removeItem(key);
      } catch {
        // Refused.
      }
    },
  };
}
