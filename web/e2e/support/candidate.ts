import type { BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { User } from '../../shared/types';
import { password } from './world';

/** Signs in to a session's page; leaves the candidate before the start. */
export async function openExam(page: Page, candidate: User, session: string): Promise<void> {
  await page.goto(`${inject('server').url}/demo/?session=${session}`);
  await page.getByLabel('E-mail').fill(candidate.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('checkbox', { name: /I have read this/ }).waitFor();
}

export async function startExam(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /I have read this/ }).check();
  await page.getByRole('button', { name: /^(Start|Go on with) the exam/ }).click();
  await page.getByRole('timer').waitFor();
}

/** The candidate looks at another tab, which really hides the page, and comes back. */
export async function switchTab(context: BrowserContext, page: Page, whileAway: () => Promise<unknown> = async () => {}): Promise<void> {
  const other = await context.newPage();
  await other.bringToFront();
  try {
    await page.waitForFunction(() => document.hidden, undefined, { polling: 20 });
    await whileAway();
  } finally {
    await other.close();
    await page.bringToFront();
  }
  await page.waitForFunction(() => !document.hidden, undefined, { polling: 20 });
}
