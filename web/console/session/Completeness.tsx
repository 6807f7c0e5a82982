import type { Session } from '../../shared/types';
import { count } from '../ui/format';
import { isOver } from '../wall/card';
import { useSession } from './context';

/** What is not in the list of events, and why, in words. Nothing when it has them all. */
export function Completeness() {
  const words = incomplete(useSession().session.value!);
  if (words.length === 0) return null;
  return (
    <section class="box incomplete" aria-labelledby="incomplete-heading">
      <h2 id="incomplete-heading">Not everything is here</h2>
      {words.map((text) => <p key={text}>{text}</p>)}
    </section>
  );
}

/** In ranges; more are named by their number only. */
const most = 12;

export function incomplete({ status, missing, limited }: Pick<Session, 'status' | 'missing' | 'limited'>): string[] {
  const words: string[] = [];
  if (missing && missing.count > 0) {
    const shown = missing.ranges.slice(0, most);
    const numbers = shown.map(({ from, to }) => (from === to ? from.toLocaleString() : `${from.toLocaleString()} to ${to.toLocaleString()}`)).join(', ');
    const rest = missing.count - shown.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    const what = isOver(status) ? 'never arrived' : `${missing.count === 1 ? 'has' : 'have'} not arrived so far`;
    words.push(
      `${count(missing.count, 'event')} of the candidate’s page ${what}: ${missing.count === 1 ? 'number' : 'numbers'} ${numbers}${rest > 0 ? ` and ${rest.toLocaleString()} more` : ''}. `
      + (isOver(status) ? 'What is missing was lost on the way, or kept back.' : 'What is missing may still be on the way.'),
    );
  }
  if (limited) words.push('The session has had all the events that it may have. Since then ordinary events are only counted; grave ones still raise alerts and cost points.');
  return words;
}
