import type { RiskLevel, Severity } from '../../shared/types';
import { isOver, type Card } from './card';

/** How soon a person should look: 4 at once, 0 not at all. */
export type Attention = 0 | 1 | 2 | 3 | 4;

const ofSeverity: Record<Severity, Attention> = { critical: 4, high: 3, medium: 2, low: 1, info: 1 };
const ofRisk: Record<RiskLevel, Attention> = { high: 2, medium: 1, low: 0 };

/**
 * - 4: an open critical alert
 * - 3: an open high alert, or the candidate is missing
 * - 2: an open medium alert, the risk is high, or the integrity is below 50
 * - 1: another open alert, the risk is medium, or the integrity is below 80
 * - 0: nothing of it, or the session is over
 */
export function attention(card: Card): Attention {
  if (isOver(card.status)) return 0;
  let level: Attention = ofRisk[card.level];
  const raise = (to: Attention) => {
    if (to > level) level = to;
  };
  if (card.status === 'running' && card.presence === 'missing') raise(3);
  if (card.integrity < 50) raise(2);
  else if (card.integrity < 80) raise(1);
  for (const alert of card.alerts) raise(ofSeverity[alert.severity]);
  return level;
}

/** When the latest reason to look came up, in ms; 0 when there is none with a time. */
function latestReason(card: Card): number {
  const missing = card.status === 'running' && card.presence === 'missing' ? (card.lastSeen ?? 0) : 0;
  return Math.max(missing, card.alerts[0]?.at ?? 0);
}

/**
 * Who needs attention comes first:
 *
 * 1. sessions that go on before those that are over,
 * 2. the higher attention (above),
 * 3. the later reason to look: the newest open alert, or since when the candidate is missing,
 * 4. the candidate's name, and the id.
 *
 * Scores do not count by themselves, only where they lift the attention: cards must not change places with every event. A card
 * moves when an alert comes or is resolved, a candidate goes missing or comes back, or a line of risk or integrity is crossed.
 */
export function inOrder(cards: readonly Card[], nameOf: (candidate: string) => string): Card[] {
  return cards
    .map((card) => ({
      card,
      over: isOver(card.status) ? 1 : 0,
      attention: attention(card),
      reason: isOver(card.status) ? (card.endedAt ?? 0) : latestReason(card),
      name: nameOf(card.candidateId),
    }))
    .sort(
      (a, b) =>
        a.over - b.over || b.attention - a.attention || b.reason - a.reason || compare(a.name, b.name) || compare(a.card.id, b.card.id),
    )
    .map((entry) => entry.card);
}

const collator = new Intl.Collator();
const compare = (a: string, b: string) => collator.compare(a, b);
