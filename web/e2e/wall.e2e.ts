import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { EventType, Session, User } from '../shared/types';
import { openExam, switchTab } from './support/candidate';
import { TabbedBrowser } from './support/chromium';
import { alertOf, cards, openConsole } from './support/proctor';
import { useStage } from './support/stage';
import { percentile, watchCandidate, watchProctor } from './support/times';
import { eventually, postEvents, signedIn } from './support/world';

const sessionCount = 300;
const switchCount = Number(process.env.E2E_SWITCHES ?? 200);
const loadSeconds = 10;
const eventsPerSecond = 60;

const stage = useStage();
let tabs: TabbedBrowser;
let exam: Page;
let proctor: Page;
let candidate: User;
let running: { session: Session; token: string }[];

// 300 running sessions on the wall. What is measured is printed, not judged: it depends on the machine and on what else it does.
beforeAll(async () => {
  tabs = await TabbedBrowser.open();
  const paper = await stage.world.addExam();
  candidate = await stage.world.addCandidate('Carl Jensen');
  const api = await signedIn(candidate.email);
  running = [];
  for (let i = 0; i < sessionCount; i++) {
    const session = await stage.world.addSession(candidate, paper);
    running.push({ session, token: (await api.start(session.id)).sessionToken });
  }
  exam = tabs.context.pages()[0]!;
  proctor = await stage.newPage();
  await watchCandidate(exam);
  await watchProctor(proctor);
  await openConsole(proctor, stage.world.proctor);
});

afterAll(() => tabs?.close());

test(`from ${switchCount} tab switches to the alert on the proctor's screen`, async () => {
  await eventually(() => cards(proctor).count(), (count) => count === sessionCount);
  await openExam(exam, candidate, running[0]!.session.id);
  const times: number[] = [];
  for (const { session } of running.slice(0, switchCount)) {
    // One alert an episode: each switch is the first one of a session of its own, which goes on as after a reload.
    await exam.evaluate((id) => sessionStorage.setItem(`proctoring-demo-begun-${id}`, 'yes'), session.id);
    await exam.goto(`${inject('server').url}/demo/?session=${session.id}`);
    await exam.getByText('Connected').waitFor();
    await exam.waitForFunction(() => window.numbered().length > 0);
    await switchTab(tabs.context, exam, () => alertOf(proctor, session.id, 'Tab switch').waitFor());

    const shownAt = await proctor.waitForFunction((id) => {
      const found = Object.entries(window.alertShownAt).find(([alert]) => alert.startsWith(`${id}-`));
      return found && Number.isFinite(found[1]) ? found[1] : null;
    }, session.id);
    times.push((await shownAt.jsonValue())! - (await exam.evaluate(() => window.hiddenAt[0]!)));
  }

  expect(times.length).toBe(switchCount);
  const ms = (part: number) => `${Math.round(percentile(times, part))} ms`;
  console.log(`Tab hidden → alert on the proctor's screen, ${times.length} switches, ${sessionCount} sessions on the wall: `
    + `p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)}, max ${ms(1)} (to reach: p99 ≤ 150 ms)`);
});

test(`a wall of ${sessionCount} sessions under ${eventsPerSecond} events a second`, async () => {
  await exam.goto('about:blank');
  const devtools = await proctor.context().newCDPSession(proctor);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await work(devtools);
  await proctor.evaluate(() => {
    const jank = { frames: [] as number[], tasks: [] as number[] };
    let last = performance.now();
    const frame = (now: number) => {
      jank.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => jank.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    Object.assign(window, { jank });
  });

  const types: EventType[] = ['LOOKING_AWAY', 'HEARTBEAT', 'NO_FACE', 'PASTE', 'HEARTBEAT', 'FULLSCREEN_EXIT', 'EYE_CLOSED', 'COPY', 'MULTIPLE_FACES', 'HEARTBEAT'];
  const began = Date.now();
  let sent = 0;
  const replies: Promise<void>[] = [];
  while (sent < loadSeconds * eventsPerSecond) {
    const due = ((Date.now() - began) / 1000) * eventsPerSecond;
    for (; sent < due && sent < loadSeconds * eventsPerSecond; sent++) replies.push(post(running[(sent * 7) % sessionCount]!, types[sent % types.length]!, sent));
    await pause(10);
  }
  await Promise.all(replies);
  const { frames, tasks } = await proctor.evaluate(() => (window as unknown as { jank: { frames: number[]; tasks: number[] } }).jank);

  const after = await work(devtools);
  const seconds = (Date.now() - began) / 1000;
  const share = (name: keyof typeof after) => `${(((after[name] - before[name]) / seconds) * 100).toFixed(0)} %`;
  const late = frames.filter((gap) => gap > 50).length;
  console.log(`Wall of ${sessionCount} sessions, ${sent} events in ${loadSeconds} s: ${frames.length} frames (${Math.round(frames.length / seconds)}/s), `
    + `p50 ${percentile(frames, 0.5).toFixed(1)} ms, p99 ${percentile(frames, 0.99).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(1)} ms, ${late} over 50 ms; `
    + `${tasks.length} long tasks (over 50 ms), longest ${Math.max(0, ...tasks).toFixed(0)} ms; `
    + `the page's main thread had the processor ${share('TaskDuration')} of the time, for scripts ${share('ScriptDuration')}, `
    + `for styles ${share('RecalcStyleDuration')}, for layout ${share('LayoutDuration')}`);
  await eventually(() => proctor.locator('.summary').innerText(), (text) => text.includes(`${sessionCount} running`));
});

/** Processor time of the page's main thread so far, in seconds. */
async function work(devtools: CDPSession) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return {
    TaskDuration: of('TaskDuration'), ScriptDuration: of('ScriptDuration'), RecalcStyleDuration: of('RecalcStyleDuration'), LayoutDuration: of('LayoutDuration'),
  };
}

const post = ({ session, token }: { session: Session; token: string }, type: EventType, number: number): Promise<void> =>
  postEvents(session, token, [{ id: `load-${number}`, type, occurredAt: new Date().toISOString() }]);
