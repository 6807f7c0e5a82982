import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScoredEvent, Session, User } from '../shared/types';
import { openExam, startExam, switchTab } from './support/candidate';
import { TabbedBrowser } from './support/chromium';
import { look } from './support/look';
import { alertOf, cards, openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { watchCandidate, watchProctor } from './support/times';
import { advanceClock, eventually, signedIn } from './support/world';

const networkCutMs = 20_000;

// The tests are one story: each goes on where the one before has ended.
const stage = useStage();
let tabs: TabbedBrowser;
/** The pages of the two. */
let exam: Page;
let proctor: Page;
let candidate: User;
let session: Session;

beforeAll(async () => {
  tabs = await TabbedBrowser.open();
  const paper = await stage.world.addExam();
  // By its name the last on the wall as long as nothing happens.
  candidate = await stage.world.addCandidate('Zoë Young');
  session = await stage.world.addSession(candidate, paper);
  const others = await Promise.all(['Ana Ruiz', 'Ben Okafor', 'Chen Wei'].map((name) => stage.world.addCandidate(name)));
  for (const other of others) await (await signedIn(other.email)).start((await stage.world.addSession(other, paper)).id);

  exam = tabs.context.pages()[0]!;
  proctor = await stage.newPage();
  await watchCandidate(exam);
  await watchProctor(proctor);
});

afterAll(() => tabs?.close());

test('the candidate starts, and the proctor sees the session on the wall', async () => {
  await openConsole(proctor, stage.world.proctor);
  await openExam(exam, candidate, session.id);
  await startExam(exam);

  const card = proctor.locator(`li[data-session="${session.id}"]`);
  await card.waitFor();
  await card.getByText('Zoë Young').waitFor();
  await eventually(() => cards(proctor).count(), (count) => count === 4);
  expect(await cards(proctor).last().getAttribute('data-session')).toBe(session.id);
});

test('a tab switch raises an alert on the wall and moves the session up', async () => {
  await switchTab(tabs.context, exam, () => alertOf(proctor, session.id, 'Tab switch').waitFor());

  await eventually(() => cards(proctor).first().getAttribute('data-session'), (first) => first === session.id);
  const hiddenAt = await exam.evaluate(() => window.hiddenAt[0]!);
  const shownAt = await proctor.evaluate(() => Math.min(...Object.values(window.alertShownAt)));
  console.log(`The alert was on the proctor's screen ${Math.round(shownAt - hiddenAt)} ms after the tab was hidden.`);
});

test('a paste raises an alert, and what was pasted is not sent', async () => {
  await exam.getByRole('button', { name: /Order and scale/ }).click();
  const answer = exam.getByRole('textbox', { name: 'Order and scale' });
  await answer.fill('a very secret text ');
  await answer.press('ControlOrMeta+a');
  await answer.press('ControlOrMeta+c');
  await answer.press('ControlOrMeta+End');
  await answer.press('ControlOrMeta+v');

  expect(await answer.inputValue()).toBe('a very secret text a very secret text ');
  await alertOf(proctor, session.id, 'Paste').waitFor();
  await alertOf(proctor, session.id, 'Copy').waitFor();
  expect(JSON.stringify(await stage.world.eventsOf(session.id))).not.toContain('secret');
});

test('a network cut of 20 s loses nothing and doubles nothing', async () => {
  await tabs.context.setOffline(true);
  const cutAt = Date.now();
  await exam.getByText('No connection').waitFor();
  await switchTab(tabs.context, exam);
  await exam.getByRole('textbox', { name: 'Order and scale' }).pressSequentially('typed while the network is away, and kept until it is back', { delay: 20 });
  await switchTab(tabs.context, exam);
  await exam.getByRole('button', { name: 'Agent', exact: true }).click();
  const waiting = Number(await figure('waiting'));
  expect(waiting).toBeGreaterThanOrEqual(4);
  await pause(Math.max(0, networkCutMs - (Date.now() - cutAt)));
  const before = await stage.world.eventsOf(session.id);
  await tabs.context.setOffline(false);

  await exam.getByText('Connected').waitFor();
  await arrivedAsNumbered();
  const after = await stage.world.eventsOf(session.id);
  expect(after.length).toBeGreaterThanOrEqual(before.length + waiting);
});

test('after a reload the exam goes on, and so do the running numbers', async () => {
  const before = (await numbered()).at(-1)![1];
  await exam.reload();
  await exam.getByRole('timer').waitFor();
  await exam.getByRole('button', { name: /Order and scale/ }).click();
  expect(await exam.getByRole('textbox', { name: 'Order and scale' }).inputValue()).toContain('typed while the network is away');

  await switchTab(tabs.context, exam);
  await eventually(numbered, (all) => all.at(-1)![1] > before);
  expect((await numbered()).map(([, seq]) => seq)).toEqual((await numbered()).map((_, index) => index + 1));
  await arrivedAsNumbered();
});

test('an alert that the proctor missed appears once when the connection is back', async () => {
  stage.wire.cut();
  await proctor.getByText('Live updates are lost.').waitFor();
  await exam.getByRole('button', { name: 'Agent', exact: true }).click();
  await exam.getByRole('button', { name: 'second face' }).click();
  await eventually(() => stage.world.admin.alerts(session.id), ({ items }) => items.some((alert) => alert.type === 'MULTIPLE_FACES'));
  expect(await alertOf(proctor, session.id, 'More than one face').count()).toBe(0);

  stage.wire.mend();
  await alertOf(proctor, session.id, 'More than one face').waitFor();
  await proctor.getByText('Live', { exact: true }).waitFor();
  // The live messages are heard again, too: nothing of what was read comes again with them.
  await exam.getByRole('button', { name: 'phone' }).click();
  await alertOf(proctor, session.id, 'Object detected').waitFor();
  const shown = await proctor.locator('aside.feed li').evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.alert!));
  const open = (await stage.world.admin.alerts(session.id)).items.map((alert) => alert.id);
  expect(shown.sort()).toEqual(open.sort());
});

test('the proctor reads the session’s page, resolves an alert, and pauses and resumes the exam', async () => {
  await cards(proctor).first().getByRole('link').click();
  await proctor.getByRole('heading', { name: 'Zoë Young' }).waitFor();
  await proctor.getByRole('button', { name: /^Resolve ?: Paste$/ }).click();
  await proctor.getByRole('dialog').getByRole('textbox').fill('Copied within the own answer.');
  await proctor.getByRole('dialog').getByRole('button', { name: /^Resolve/ }).click();
  await eventually(
    () => stage.world.admin.alerts(session.id),
    ({ items }) => items.find((alert) => alert.type === 'PASTE')?.note === 'Copied within the own answer.',
  );

  await proctor.getByRole('button', { name: 'Pause' }).click();
  await proctor.getByLabel('Reason').fill('I ask about the second face.');
  await proctor.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await exam.getByRole('alertdialog', { name: 'The exam is paused' }).waitFor();
  await exam.getByText('I ask about the second face.').waitFor();
  await proctor.getByText('Paused: I ask about the second face.').waitFor();
  await proctor.getByRole('button', { name: 'Resume' }).click();
  await proctor.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await exam.getByRole('alertdialog').waitFor({ state: 'detached' });
  await look(proctor, 'console-session');
});

test('the deadline passes, and both pages show it', async () => {
  // Who hands in between the deadline and the server's timer has handed in, and the page would try: the timer is what is waited for here.
  await exam.route('**/submit', (route) => route.abort());
  await advanceClock(2 * 3600);
  await exam.getByRole('heading', { name: 'The time is over' }).waitFor();
  await proctor.locator('dl.status').getByText('Timed out').waitFor();
});

test('the report is made and downloaded', async () => {
  await eventually(() => stage.world.admin.session(session.id), ({ status }) => status === 'timedOut');
  const ready = proctor.locator('li[data-status="ready"]').filter({ hasText: 'PDF' });
  await ready.first().waitFor();
  const [download] = await Promise.all([proctor.waitForEvent('download'), ready.first().getByRole('button', { name: /Download/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.pdf$/);
  const file = await readFile(await download.path());
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
});

const numbered = () => exam.evaluate(() => window.numbered());

const figure = (name: string) => exam.locator('.details dl div').filter({ has: exam.getByText(name, { exact: true }) }).locator('dd').innerText();

/** Waits until the server has every event that the agent numbered, and each under its own number once. */
async function arrivedAsNumbered(): Promise<void> {
  const bySeq = (events: ScoredEvent[]) => events.map(({ id, seq }) => [id, seq!] as [string, number]).sort((a, b) => a[1] - b[1]);
  const upTo = await numbered();
  const stored = await eventually(() => stage.world.eventsOf(session.id), (events) => events.length >= upTo.length);
  expect(bySeq(stored).slice(0, upTo.length)).toEqual([...upTo].sort((a, b) => a[1] - b[1]));
}
