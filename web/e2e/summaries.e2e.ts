import { expect, test } from 'vitest';
import { expectNoFaults } from './support/policy';
import { alertOf, openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { postEvents, signedIn } from './support/world';

/** Alerts of a type that are shown one by one within an hour. */
const shownAlone = 20;

const stage = useStage();

test('of very many alerts one stands for the rest and grows in its place, on the wall and on the session’s page', async () => {
  const candidate = await stage.world.addCandidate('Carl Jensen');
  const session = await stage.world.addSession(candidate, await stage.world.addExam());
  const { sessionToken, startedAt } = await (await signedIn(candidate.email)).start(session.id);
  const start = Date.parse(startedAt!);
  let [seq, step] = [0, 0];
  const post = (events: { type: string; at: number }[]) => postEvents(
    session, sessionToken, events.map(({ type, at }) => ({ id: `e${++seq}`, seq, type, occurredAt: new Date(at).toISOString() })));
  // Each minutes away from the one before, and so an alert of its own.
  const switches = (count: number) => post(Array.from({ length: count }, () => ({ type: 'TAB_SWITCH', at: start + (step++ % 2) * 4 * 60_000 })));

  const page = await stage.newPage();
  await openConsole(page, stage.world.proctor);
  await page.locator(`[data-session="${session.id}"]`).waitFor();
  const alerts = alertOf(page, session.id, 'Tab switch');
  const summary = alertOf(page, session.id, 'since');
  await switches(shownAlone + 1);
  await summary.getByText('once more since').waitFor();
  await switches(1);
  await summary.getByText('2 more times since').waitFor();
  expect([await alerts.count(), await summary.count()]).toEqual([shownAlone + 1, 1]);

  await page.locator(`[data-session="${session.id}"] a`).click();
  const listed = page.locator('.open-alerts li', { hasText: 'since' });
  await listed.getByText('2 more times since').waitFor();
  await switches(2);
  await listed.getByText('4 more times since').waitFor();
  expect(await listed.count()).toBe(1);

  await post([{ type: 'COPY', at: start - 10 * 60_000 }]);
  await page.locator('table.events tr', { hasText: 'Copy' }).getByText('before start', { exact: true }).waitFor();
  expectNoFaults(page.context());
  await page.context().close();
});
