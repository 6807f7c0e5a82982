import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { openExam, startExam } from './support/candidate';
import { look } from './support/look';
import { openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { advanceClock, eventually, password, signedIn } from './support/world';

const stage = useStage();

const newPage = (): Promise<Page> => stage.newPage({ viewport: { width: 1280, height: 860 } });

const refreshTokenOf = (page: Page, key = 'proctoring.console') =>
  page.evaluate((name) => (JSON.parse(sessionStorage.getItem(name) ?? '{}') as { refreshToken?: string }).refreshToken, key);

const refresh = async (refreshToken: string | undefined) =>
  (await fetch(`${inject('server').url}/api/v1/auth/refresh`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken }),
  })).status;

/** Reads something that was not read before. */
async function work(page: Page): Promise<void> {
  const read = page.waitForResponse((reply) => reply.url().includes('/api/v1/sessions?limit=50') && reply.ok());
  await page.goto(`${inject('server').url}/console/#/sessions`);
  await read;
  await page.goto(`${inject('server').url}/console/#/`);
  await page.getByRole('heading', { name: 'Live wall' }).waitFor();
}

test('a tab and its duplicate stay signed in, however long', async () => {
  const page = await newPage();
  await openConsole(page, stage.world.proctor);
  const [twin] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open(location.href))]);
  await twin.getByRole('heading', { name: 'Live wall' }).waitFor();
  const first = await refreshTokenOf(page);
  expect(await refreshTokenOf(twin)).toBe(first);

  for (const active of [page, twin, page]) {
    const before = await refreshTokenOf(page);
    await advanceClock(16 * 60);
    await work(active);
    await eventually(() => Promise.all([refreshTokenOf(page), refreshTokenOf(twin)]), ([one, other]) => one !== before && one === other);
    await advanceClock(2 * 60); // The token before must not be used any more.
  }
  await advanceClock(16 * 60);
  await Promise.all([work(page), work(twin)]);
  await page.context().close();
});

test('a login of which somebody else has used the token ends, and the sign-in page says so', async () => {
  const page = await newPage();
  await openConsole(page, stage.world.proctor);
  expect(await refresh(await refreshTokenOf(page))).toBe(200);
  await advanceClock(16 * 60);
  await page.goto(`${inject('server').url}/console/#/sessions`);
  await page.getByText('Your login has ended. Please sign in again.').waitFor();
  await look(page, 'console-login-ended');
  await openConsole(page, stage.world.proctor);
  await page.context().close();
});

test('signing out ends the login at the server', async () => {
  const page = await newPage();
  await openConsole(page, stage.world.proctor);
  const token = await refreshTokenOf(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await eventually(() => refresh(token), (status) => status === 401);
  await page.context().close();
});

test('a candidate whose login was ended signs in again and goes on', async () => {
  const candidate = await stage.world.addCandidate('Carl Jensen');
  const session = await stage.world.addSession(candidate, await stage.world.addExam({ durationMinutes: 120 }));
  const page = await newPage();
  await openExam(page, candidate, session.id);
  await startExam(page);
  await page.getByRole('radio', { name: /at least once/ }).check();

  const elsewhere = await signedIn(candidate.email);
  await elsewhere.json('POST', 'auth/logout', { body: { everywhere: true } });
  await advanceClock(20 * 60);
  await page.getByText('Your login has ended. Sign in again to go on').waitFor();
  await look(page, 'demo-login-ended');
  await page.getByLabel('E-mail').fill(candidate.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('timer').waitFor();
  expect(await page.getByRole('radio', { name: /at least once/ }).isChecked()).toBe(true);

  await page.getByRole('button', { name: 'Agent', exact: true }).click();
  await page.getByRole('button', { name: 'phone' }).click();
  await eventually(() => stage.world.eventsOf(session.id), (events) => events.some(({ type }) => type === 'OBJECT_DETECTED'));
  const seqs = (await stage.world.eventsOf(session.id)).map(({ seq }) => seq!).sort((a, b) => a - b);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  await page.context().close();
});
