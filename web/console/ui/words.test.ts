import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventTypes, type SessionStatus } from '../../shared/types';
import { isOver } from '../wall/card';
import { componentWords, decisionWords, historyWords, severityWords, statusWords, typeWords } from './words';

/** What the server can say stands in its source: a word that is added there and not here fails. */
const domain = (file: string): string => readFileSync(join(import.meta.dirname, '../../../src/Domain', file), 'utf8');
const allOf = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);
const camelCase = (name: string): string => name[0]!.toLowerCase() + name.slice(1);

/** The members of an enum, as JSON has them. */
function members(file: string, name: string): string[] {
  const [, body = ''] = new RegExp(`enum ${name}\\s*\\{([^}]*)\\}`).exec(domain(file)) ?? [];
  return allOf(body.replaceAll(/\/\/.*/g, ''), /\b([A-Z]\w*)/g).map(camelCase);
}

const over = Object.fromEntries(Object.entries(statusWords).filter(([status]) => isOver(status as SessionStatus)));
const constant = /const string \w+ = "([A-Z_]+)"/g;

describe('the pages have words for all that the server can say', () => {
  test('of a session’s history', () => {
    const facts = allOf(domain('Sessions/SessionFact.cs'), /JsonDerivedType\(typeof\(\w+\), "(\w+)"\)/g);
    expect(facts).toContain('sessionStarted');
    const wordless = facts.filter((what) => historyWords({ what, who: { kind: 'system', id: null }, when: '', why: null }) === what);
    expect(wordless).toEqual([]);
  });

  test('of events', () => {
    expect(allOf(domain('Events/EventTypeNames.cs'), constant).sort()).toEqual([...eventTypes].sort());
  });

  test('of alerts', () => {
    const types = allOf(domain('Alerts/Alert.cs'), constant);
    expect(types).toContain('RISK_HIGH');
    expect(types.filter((type) => typeWords(type) === type.toLowerCase().replaceAll('_', ' '))).toEqual([]);
  });

  test('of the parts of the risk', () => {
    const parts = allOf(domain('Scoring/RiskRules.cs'), /\bAdd\("(\w+)"/g);
    expect(parts).toContain('typing');
    expect(parts.filter((name) => componentWords(name) === name)).toEqual([]);
  });

  test.each([
    ['Severity', 'Events/Severity.cs', severityWords],
    ['ReviewDecision', 'Sessions/Session.cs', decisionWords],
    ['Outcome', 'Sessions/Session.cs', over],
  ])('of every %s', (name, file, words) => {
    expect(members(file, name).sort()).toEqual(Object.keys(words).sort());
  });
});

test('what is newer than the page is shown as it is written', () => {
  expect(typeWords('NEW_KIND')).toBe('new kind');
  expect(historyWords({ what: 'somethingNew', who: { kind: 'system', id: null }, when: '', why: null })).toBe('somethingNew');
});
