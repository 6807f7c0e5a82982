import type { Card } from './card';
import { attention } from './order';

export type Shown = 'all' | 'attention' | 'running' | 'paused' | 'missing';

export interface Filter {
  readonly shown: Shown;
  /** An exam's id, `interview`, or empty for all. */
  readonly exam: string;
  /** Words that all occur in the candidate's name, the exam's title or the id. */
  readonly search: string;
}

export const noFilter: Filter = { shown: 'all', exam: '', search: '' };

export function matches(card: Card, filter: Filter, textOf: (card: Card) => string): boolean {
  if (filter.shown === 'attention' && attention(card) === 0) return false;
  if (filter.shown === 'missing' && !(card.status === 'running' && card.presence === 'missing')) return false;
  if ((filter.shown === 'running' || filter.shown === 'paused') && card.status !== filter.shown) return false;
  if (filter.exam !== '' && (card.examId ?? 'interview') !== filter.exam) return false;
  const words = fold(filter.search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = fold(`${textOf(card)} ${card.id}`);
  return words.every((word) => text.includes(word));
}

/** Without case and accents: "Muller" finds "Müller". */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
