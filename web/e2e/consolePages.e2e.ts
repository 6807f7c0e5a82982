import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import type { Api } from '../shared/api';
import type { EventType, Session } from '../shared/types';
import { look } from './support/look';
import { expectNoFaults } from './support/policy';
import { alertOf, cards, openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { advanceClock, eventually, postEvents, signedIn } from './support/world';

const names = [
  'Amara Nwosu', 'Anton Berg', 'Beatriz Lima', 'Carl Jensen', 'Chiara Rossi', 'Daniel Kim', 'Elif Demir', 'Farid Haddad', 'Grace Mensah',
  'Hana Sato', 'Ingrid Dahl', 'Jakub Nowak', 'Kavya Menon', 'Lucas Martin', 'Maja Horvat', 'Noor Aziz', 'Oscar Lindholm', 'Priya Raman',
  'Quentin Roy', 'Rosa Delgado', 'Samir Khan', 'Tessa de Vries', 'Umar Sheikh', 'Yuki Tanaka',
];

/** What happened in some sessions, minutes after the start; all others only worked. */
const stories: Record<number, [type: EventType, minute: number, details?: object][]> = {
  3: [
    ['TAB_SWITCH', 4], ['FOCUS_LOST', 4.3, { durationMs: 14_000, label: 'tab' }], ['COPY', 9], ['TAB_SWITCH', 12],
    ['FOCUS_LOST', 13, { durationMs: 41_000, label: 'tab' }], ['PASTE', 13.1], ['LOOKING_AWAY', 16, { confidence: 0.82 }],
    ['LOOKING_AWAY', 17, { confidence: 0.9 }], ['MULTIPLE_FACES', 21, { confidence: 0.94 }], ['MULTIPLE_FACES', 21.4, { confidence: 0.91 }],
    ['OBJECT_DETECTED', 24, { confidence: 0.88, label: 'phone' }], ['TAB_SWITCH', 30], ['FOCUS_LOST', 30.4, { durationMs: 22_000, label: 'tab' }], ['PASTE', 30.6],
  ],
  9: [['NO_FACE', 12, { confidence: 0.97 }], ['FULLSCREEN_EXIT', 20], ['AUDIO_SUSPICIOUS', 33, { confidence: 0.7, label: 'speech' }]],
  1: [['LOOKING_AWAY', 14, { confidence: 0.71 }]],
  6: [['EYE_CLOSED', 22, { confidence: 0.66 }], ['LOOKING_AWAY', 25, { confidence: 0.8 }]],
  12: [['PASTE', 31]],
  14: [['LOOKING_AWAY', 8, { confidence: 0.75 }], ['LOOKING_AWAY', 18, { confidence: 0.75 }], ['LOOKING_AWAY', 29, { confidence: 0.8 }]],
  17: [['LOOKING_AWAY', 15, { confidence: 0.7 }], ['CAMERA_OFF', 33.5, { label: 'ended' }]],
  20: [['TAB_SWITCH', 19], ['FOCUS_LOST', 19.2, { durationMs: 8_000, label: 'tab' }]],
};

const workedMinutes = 35;

const stage = useStage();
let proctor: Page;
let sessions: Session[];

beforeAll(async () => {
  const exams = [
    await stage.world.addExam({ title: 'Distributed systems', durationMinutes: 90 }), await stage.world.addExam({ title: 'Statistics II', durationMinutes: 60 }),
    await stage.world.addExam({ title: 'Contract law', durationMinutes: 120 }),
  ];
  sessions = [];
  const candidates: Api[] = [];
  for (const [index, name] of names.entries()) {
    const candidate = await stage.world.addCandidate(name);
    const session = await stage.world.addSession(candidate, exams[index % exams.length]!);
    sessions.push(session);
    const api = await signedIn(candidate.email);
    candidates.push(api);
    await api.start(session.id);
  }
  const began = await advanceClock(0);
  const told = names.map((_, index) => happenings(index, began));
  let tokens: string[] = [];
  // In steps below the minute after which a candidate who says nothing is missing.
  for (let now = began, step = 0; now < began + workedMinutes * 60_000; step++) {
    now = await advanceClock(20);
    // Every ten minutes, as agents do.
    if (step % 30 === 0) tokens = await Promise.all(candidates.map(async (api, index) => (await api.start(sessions[index]!.id)).sessionToken));
    await Promise.all(told.map(async (events, index) => {
      const due = events.splice(0, events.findIndex((event) => Date.parse(event.occurredAt) > now));
      if (due.length > 0) await postEvents(sessions[index]!, tokens[index]!, due);
    }));
  }
  await stage.world.admin.pause(sessions[20]!.id, 'Fire alarm in the building.');
  proctor = await stage.newPage();
});

test('the wall shows who needs attention first, and can be used by everybody', async () => {
  await proctor.goto(`${inject('server').url}/console/`);
  await proctor.getByRole('button', { name: 'Sign in' }).waitFor();
  await look(proctor, 'console-sign-in');
  await openConsole(proctor, stage.world.proctor);
  await eventually(() => cards(proctor).count(), (count) => count === names.length);
  await alertOf(proctor, sessions[17]!.id, 'Camera off').waitFor();

  expect(await cards(proctor).first().getAttribute('data-session')).toBe(sessions[3]!.id);
  await look(proctor, 'console-wall');
});

test('the page of a session can be used by everybody', async () => {
  await cards(proctor).first().getByRole('link').click();
  await proctor.getByRole('heading', { name: 'Carl Jensen' }).waitFor();
  await proctor.getByRole('button', { name: /^Resolve ?: More than one face$/ }).waitFor();
  await look(proctor, 'console-session-page');
  await proctor.getByRole('button', { name: 'Terminate' }).click();
  await proctor.getByRole('dialog').waitFor();
  await look(proctor, 'console-dialog');
  await proctor.keyboard.press('Escape');
  await proctor.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the other pages can be used by everybody', async () => {
  await proctor.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  await proctor.getByRole('link', { name: 'Yuki Tanaka' }).waitFor();
  await look(proctor, 'console-sessions');
  await proctor.getByRole('link', { name: 'Administration' }).click();
  await proctor.getByRole('heading', { name: 'Administration' }).waitFor();
  await look(proctor, 'console-administration');
  await proctor.goto(inject('server').url);
  await proctor.getByRole('link', { name: /Exam page/ }).waitFor();
  await look(proctor, 'entrance');
  expectNoFaults(proctor.context());
});

/** Typing, moving, answering; and what the stories tell. */
function happenings(index: number, began: number) {
  const at = (minute: number) => new Date(began + minute * 60_000).toISOString();
  const work = Array.from({ length: workedMinutes }, (_, minute) => [
    { type: 'TYPING_SAMPLE', occurredAt: at(minute + 0.5), data: { wpm: 38 + ((index * 7 + minute * 5) % 23) } },
    ...(minute % 3 === index % 3 ? [{ type: 'MOUSE_SAMPLE', occurredAt: at(minute + 0.7), data: { pxPerSecond: 240 + ((index * 31 + minute * 17) % 160) } }] : []),
    ...(minute % 8 === index % 8 ? [{ type: 'ANSWER_TIMING', occurredAt: at(minute + 0.9), data: { questionId: `q${minute}`, seconds: 150 + ((index * 13 + minute * 29) % 200) } }] : []),
  ]).flat();
  const story = (stories[index] ?? []).map(([type, minute, details]) => ({ type, occurredAt: at(minute), ...details }));
  const heartbeats = Array.from({ length: workedMinutes * 4 }, (_, quarter) => ({ type: 'HEARTBEAT', occurredAt: at(quarter / 4) }));
  return [...work, ...story, ...heartbeats, { type: 'HEARTBEAT', occurredAt: at(workedMinutes + 5) }]
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
    .map((event, seq) => ({ id: `${index}-${seq + 1}`, seq: seq + 1, ...event }));
}
