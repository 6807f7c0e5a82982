import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import type { User } from '../../shared/types';
import { password } from './world';

/** Signs in and waits until the wall is live. */
export async function openConsole(page: Page, proctor: User): Promise<void> {
  await page.goto(`${inject('server').url}/console/`);
  await page.getByLabel('E-mail').fill(proctor.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Live wall' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
}

export const cards = (page: Page) => page.locator('ul.cards > li');

/** Of a session and a type, in the feed of the wall. */
export const alertOf = (page: Page, session: string, words: string) => page.locator(`aside.feed li[data-alert^="${session}-"]`, { hasText: words });
