import { expect, inject, test } from 'vitest';
import { look } from './support/look';
import { expectNoFaults } from './support/policy';
import { openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { advanceClock, eventually, password, postEvents, signedIn, World } from './support/world';

const stage = useStage();

/** A session that its candidate has handed in; of its five events the third and fourth never came. */
async function handedIn() {
  const candidate = await stage.world.addCandidate('Carl Jensen');
  const session = await stage.world.addSession(candidate, await stage.world.addExam());
  const api = await signedIn(candidate.email);
  const { sessionToken } = await api.start(session.id);
  const events = [1, 2, 5].map((seq) => ({ id: `e${seq}`, seq, type: 'COPY', occurredAt: new Date().toISOString() }));
  await postEvents(session, sessionToken, events);
  await eventually(() => stage.world.eventsOf(session.id), ({ length }) => length === 3);
  await api.submit(session.id, {});
  await advanceClock(60); // The last events are scored then.
  await eventually(() => stage.world.admin.history(session.id), ({ items }) => items.some(({ what }) => what === 'sessionFinalized'));
  return { session, candidate: api };
}

test('a reviewer judges a session, sees what is missing, corrects the review, and controls nothing', async () => {
  const { session, candidate } = await handedIn();
  const running = await stage.world.addSession(await stage.world.addCandidate('Ana Ruiz'), await stage.world.addExam());
  const reviewer = await stage.world.addReviewer('Rana Idris');
  const page = await stage.newPage();
  await openConsole(page, reviewer);
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  await page.goto(`${inject('server').url}/console/#/administration`);
  await page.getByText('Your role does not plan exams and sessions.').waitFor();

  await page.goto(`${inject('server').url}/console/#/sessions/${running.id}`);
  await page.getByRole('heading', { name: 'Ana Ruiz' }).waitFor();
  expect(await page.getByRole('group', { name: 'Actions' }).getByRole('button').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Override' }).count()).toBe(0);

  await page.goto(`${inject('server').url}/console/#/sessions/${session.id}`);
  await page.getByText('2 events of the candidate’s page never arrived: numbers 3 to 4.').waitFor();
  expect(await page.getByRole('group', { name: 'Actions' }).getByRole('button').allInnerTexts()).toEqual(['Review']);
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByLabel('Note').fill('Nothing to be seen.');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Cleared by Rana Idris').waitFor();
  await page.getByRole('button', { name: 'Correct review' }).click();
  expect(await page.getByLabel('Note').inputValue()).toBe('Nothing to be seen.');
  await look(page, 'console-correct-review');
  await page.getByLabel('Note').fill('Looked again: nothing at all.');
  await page.getByRole('button', { name: 'Correct', exact: true }).click();
  await page.getByText('“Looked again: nothing at all.”').waitFor();
  await eventually(() => page.locator('.history').innerText(), (text) => text.includes('Nothing to be seen.') && text.includes('Looked again: nothing at all.'));
  await look(page, 'console-reviewed');

  const own = await candidate.session(session.id);
  expect(JSON.stringify(own)).not.toMatch(/Looked again|Nothing to be seen|cleared/);
  expectNoFaults(page.context());
  await page.context().close();
});

test('the console waits as the server asks, and says so', async () => {
  await stage.world.addSession(await stage.world.addCandidate('Beatriz Lima'), await stage.world.addExam());
  const page = await stage.newPage();
  await openConsole(page, await stage.world.addReviewer('Rana Idris'));
  let refusals = 0;
  await page.route('**/api/v1/sessions?*', (route) =>
    refusals++ < 2 ? route.fulfill({ status: 429, headers: { 'retry-after': '2' }, body: '{"detail":"Too many requests."}' }) : route.continue());
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await page.getByText(/The server asks this page to wait\. It tries again by itself in [123] s\./).waitFor();
  await look(page, 'console-waiting');
  await page.getByRole('link', { name: 'Beatriz Lima' }).waitFor();
  await page.getByText('The server asks this page to wait.').waitFor({ state: 'detached' });
  await page.context().close();
});

test('who belongs to several organisations chooses one', async () => {
  const other = await World.make(stage.world.proctor.name, 'Southgate College', stage.world.proctor.email);
  await other.addSession(await other.addCandidate('Only at Southgate'), await other.addExam());
  const page = await stage.newPage();
  await page.goto(`${inject('server').url}/console/`);
  await page.getByLabel('E-mail').fill(stage.world.proctor.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('You belong to several organisations. Please choose one.').waitFor();
  await look(page, 'console-organisations');
  await page.getByRole('radio', { name: 'Southgate College' }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Live wall' }).waitFor();
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await page.getByRole('link', { name: 'Only at Southgate' }).waitFor();
  expectNoFaults(page.context());
  await page.context().close();
});
