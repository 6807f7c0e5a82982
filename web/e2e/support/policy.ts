import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';

const kept = new WeakMap<BrowserContext, string[]>();

/** Keeps what the pages of a context were refused by their content security policy, and what they threw. To be called before any is opened. */
export function watchPolicy(context: BrowserContext): BrowserContext {
  const faults: string[] = [];
  kept.set(context, faults);
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`${error.page()?.url()}: ${error.error().stack}`));
  return context;
}

/** @throws When there was any. */
export function expectNoFaults(context: BrowserContext): void {
  expect(kept.get(context)).toEqual([]);
}
