import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { OpenSession } from './openSession';

export const SessionContext = createContext<OpenSession | null>(null);

/** The session whose page this is. */
export function useSession(): OpenSession {
  return useContext(SessionContext)!;
}
