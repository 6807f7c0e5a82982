import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import type { Sensitivity } from '../shared/types';
import { openExam, startExam } from './support/candidate';
import { look } from './support/look';
import { expectNoFaults } from './support/policy';
import { useStage } from './support/stage';
import { advanceClock, eventually } from './support/world';

const instructions = 'Answer all questions; you may go back to any of them.\nBooks and notes are allowed, other people and other tabs are not.';

const stage = useStage();

const newPage = (viewport = { width: 1280, height: 860 }): Promise<Page> =>
  stage.newPage({ viewport, permissions: ['camera', 'microphone'] });

async function newSession(durationMinutes = 60, sensitivity: Sensitivity = 'medium') {
  const candidate = await stage.world.addCandidate('Carl Jensen');
  const exam = await stage.world.addExam({
    durationMinutes, sensitivity, totalQuestions: 6, instructions, description: 'Final examination of the course CS 452, autumn term.',
  });
  return { candidate, session: await stage.world.addSession(candidate, exam) };
}

test('an exam is taken from the link to the hand-in', async () => {
  const { candidate, session } = await newSession();
  const page = await newPage();
  await page.goto(`${inject('server').url}/demo/?session=${session.id}`);
  await page.getByRole('heading', { name: 'Sign in to your exam' }).waitFor();
  await look(page, 'demo-sign-in');
  await page.getByLabel('E-mail').fill(candidate.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('E-mail or password is wrong.').waitFor();

  await openExam(page, candidate, session.id);
  await page.getByText('Books and notes are allowed').waitFor();
  expect(await page.getByRole('button', { name: 'Start the exam' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Check them' }).click();
  await page.getByLabel('Your camera, shown to you only').waitFor();
  await look(page, 'demo-briefing');

  await startExam(page);
  await page.getByRole('radio', { name: /at least once/ }).check();
  await look(page, 'demo-choice');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('checkbox', { name: /Set the status/ }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: 'Order and scale' }).fill('By account. ');
  await page.getByRole('button', { name: /Drop the repeats/ }).click();
  const code = page.getByRole('textbox', { name: 'Drop the repeats' });
  await code.press('ControlOrMeta+End');
  await code.pressSequentially('return []');
  await look(page, 'demo-code');
  await page.getByRole('button', { name: 'Agent', exact: true }).click();
  await page.getByText('scored up to').waitFor();
  await page.getByRole('button', { name: 'Agent', exact: true }).click();

  await page.getByRole('button', { name: /After the outage/ }).click();
  await page.getByRole('button', { name: 'Hand in …' }).click();
  await page.getByText('2 of 6 questions have no answer').waitFor();
  await look(page, 'demo-hand-in');
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your exam is handed in' }).waitFor();
  await look(page, 'demo-handed-in');

  expect((await stage.world.admin.session(session.id)).status).toBe('submitted');
  const { answers } = await stage.world.admin.answers(session.id) as { answers: Record<string, string> };
  expect(answers).toMatchObject({ delivery: 'a', idempotent: ['a'], partition: 'By account. ' });
  expect(answers.dedupe).toMatch(/return \[\]$/);
  expectNoFaults(page.context());
  await page.context().close();
});

test('the page does what the proctor says', async () => {
  const { candidate, session } = await newSession();
  const page = await newPage();
  await openExam(page, candidate, session.id);
  await startExam(page);
  await page.getByRole('radio', { name: /at least once/ }).check();

  await stage.world.admin.pause(session.id, 'Fire alarm in your building: please wait outside.');
  await page.getByRole('alertdialog', { name: 'The exam is paused' }).waitFor();
  await page.getByText('Fire alarm in your building').waitFor();
  expect(await page.getByRole('radio').count()).toBe(0);
  await look(page, 'demo-paused');

  await page.reload();
  await page.getByRole('alertdialog', { name: 'The exam is paused' }).waitFor();
  await page.getByText('Fire alarm in your building').waitFor();
  await stage.world.admin.resume(session.id);
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(await page.getByRole('radio', { name: /at least once/ }).isChecked()).toBe(true);

  await stage.world.admin.grantTime(session.id, 5, 'For the alarm.');
  await page.getByText('You have 5 more minutes.').waitFor();
  await page.getByRole('timer', { name: /6[45] minutes left/ }).waitFor();

  await stage.world.admin.terminate(session.id, 'A second person sat at the desk.');
  await page.getByRole('heading', { name: 'The exam has been ended' }).waitFor();
  await page.getByText('A second person sat at the desk.').waitFor();
  await look(page, 'demo-terminated');

  await page.reload();
  await page.getByRole('heading', { name: 'The exam has been ended' }).waitFor();
  await page.getByText('A second person sat at the desk.').waitFor();
  expectNoFaults(page.context());
  await page.context().close();
});

test('the page goes on for longer than its tokens live', async () => {
  // Low: who is not heard of for 15 minutes is given up at others, and the clock goes further at once.
  const { candidate, session } = await newSession(60, 'low');
  const page = await newPage();
  await openExam(page, candidate, session.id);
  await startExam(page);
  await page.getByRole('button', { name: 'Agent', exact: true }).click();
  for (const round of [1, 2]) {
    await advanceClock(20 * 60);
    await page.getByRole('button', { name: 'phone' }).click();
    await eventually(() => stage.world.eventsOf(session.id), (events) => events.filter(({ type }) => type === 'OBJECT_DETECTED').length === round);
  }
  await page.getByRole('button', { name: /After the outage/ }).click();
  await page.getByRole('button', { name: 'Hand in …' }).click();
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your exam is handed in' }).waitFor();
  await page.context().close();
});

test('answers are handed in by themselves just before the deadline', async () => {
  const { candidate, session } = await newSession(1);
  const page = await newPage();
  await openExam(page, candidate, session.id);
  await startExam(page);
  await page.getByRole('radio', { name: /at least once/ }).check();

  await advanceClock(40);
  // The next reply to the agent tells the time.
  await page.getByRole('button', { name: 'Agent', exact: true }).click();
  await page.getByRole('button', { name: 'phone' }).click();
  await page.getByRole('timer', { name: /seconds? left/ }).waitFor();
  await page.getByRole('heading', { name: 'Your exam is handed in' }).waitFor();

  expect(await stage.world.admin.answers(session.id)).toEqual({ answers: { delivery: 'a' } });
  await page.context().close();
});

test('who has no link, or another one’s, is told so', async () => {
  const { session } = await newSession();
  const stranger = await stage.world.addCandidate('Olga Strand');
  const page = await newPage({ width: 390, height: 844 });
  await page.goto(`${inject('server').url}/demo/`);
  await page.getByRole('heading', { name: 'Open your exam' }).waitFor();
  await look(page, 'demo-no-link');
  await page.getByLabel('Session id').fill(session.id);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('E-mail').fill(stranger.email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('There is no such session for you.').waitFor();
  await look(page, 'demo-not-found');
  await page.context().close();
});
