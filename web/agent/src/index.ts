import { captureAbsence } from './captures/absence.js';
import { captureClipboard } from './captures/clipboard.js';
import { captureContextMenu } from './captures/contextMenu.js';
import { captureFullscreen } from './captures/fullscreen.js';
import { captureHeartbeat } from './captures/heartbeat.js';
import { watchMedia } from './captures/media.js';
import { captureMouse } from './captures/mouse.js';
import { captureShortcuts, defaultShortcuts } from './captures/shortcuts.js';
import { captureTyping } from './captures/typing.js';
import { createClock } from './clock.js';
import { openDatabase } from './database.js';
import { createEvent, type Emit, type EventDetails, type EventType, type Stop } from './events.js';
import { createQuestions } from './questions.js';
import { createQueue } from './queue.js';
import { createSender, type Delivery, type Refusal } from './sender.js';
import { createToken, type Renewal } from './token.js';

export type { Delivery, EventDetails, EventType, Refusal, Renewal, Stop };
export { defaultShortcuts };

export type Capture =
  | 'absence' | 'clipboard' | 'contextMenu' | 'fullscreen' | 'heartbeat' | 'mouse' | 'shortcuts' | 'typing';

export interface AgentOptions {
  /** Where the backend is, without `/api/v1`: `https://proctoring.example`; empty for the page's own origin. */
  baseUrl: string;
  sessionId: string;
  /** What `POST /sessions/{id}/start` gave. */
  sessionToken: string;
  /** Of the same reply: when the token ends. */
  sessionTokenExpiresAt?: string | undefined;
  /**
   * Starts the session again and gives what it replied; called long before the token ends, and when the backend refuses it. Null, or
   * an error whose `status` is 401, 403, 404, 409 or 410: the session is over for this page. Its `retryAfter`, in seconds, is obeyed.
   */
  renew?: (() => Promise<Renewal | null>) | undefined;
  /** The same for the token alone, called only when the backend refuses the present one; `renew` goes before. */
  renewToken?: (() => Promise<string | null>) | undefined;
  /** `lastSeq` of the same reply: numbers go on above it in a browser that does not remember, as when it is another one. */
  lastSeq?: number | undefined;
  /** Captures that are switched off with false; all are on. */
  captures?: Partial<Record<Capture, boolean>> | undefined;
  /** What is kept from happening, beside being captured. Shortcuts are unless this says false; the others are not. */
  prevent?: { clipboard?: boolean; contextMenu?: boolean; shortcuts?: boolean } | undefined;
  /** Shortcuts that give BLOCKED_SHORTCUT, as `Mod+P` or `Alt+Shift+X`; `defaultShortcuts` if not given. */
  shortcuts?: readonly string[] | undefined;
  /** Milliseconds that events which nobody waits for (samples, heartbeats) wait for company; 2,000 if not given. */
  batchMs?: number | undefined;
  /** After every change of the agent's state. */
  onstate?: ((state: AgentState) => void) | undefined;
  /** Of events that the backend will never take. They are gone. */
  onrefused?: ((refusals: Refusal[]) => void) | undefined;
  /** The backend takes nothing of this session any more; the agent has stopped capturing. */
  onended?: ((reason: string) => void) | undefined;
}

export interface AgentState {
  readonly running: boolean;
  readonly delivery: Delivery;
  /** Whether the backend answered when it was asked last. */
  readonly online: boolean;
  /** Events that the backend has not taken yet. */
  readonly pending: number;
  /** The highest running number that the backend has taken from this page; 0 before. */
  readonly lastAcceptedSeq: number;
  /** Whether unsent events outlive the page. */
  readonly durable: boolean;
  /** Milliseconds to add to this machine's time for the server's; null before the backend has told it. */
  readonly clockOffset: number | null;
}

export interface Agent {
  readonly state: AgentState;
  start(): void;
  /** Ends all captures and sends what waits; resolves when that is done, or after 5 s. What is left is sent by the next agent. */
  stop(): Promise<void>;
  /**
   * An event that the page itself noticed, as its vision model does. Returns its id; undefined when the agent does not run.
   * Throws a RangeError that names the field when the backend would not take it.
   */
  report(type: EventType, details?: EventDetails): string | undefined;
  /** The candidate sees the question: from here on the answer's time counts. Showing it again changes nothing. */
  showQuestion(questionId: string): void;
  /** The candidate has answered: ANSWER_TIMING with the seconds since it was shown, or with those given. */
  answerQuestion(questionId: string, seconds?: number): string | undefined;
  /** Tells when camera or microphone go off. Returns what ends the watch; stopping the agent does, too. */
  watchMedia(stream: MediaStream): Stop;
  /** @param expiresAt As `sessionTokenExpiresAt`. */
  setToken(sessionToken: string, expiresAt?: string): void;
  /** Sends now, or as soon as the backend lets it. Resolves when nothing waits or it failed. */
  flush(): Promise<void>;
}

/** Events that no proctor waits for. */
const unhurried: ReadonlySet<EventType> = new Set(['TYPING_SAMPLE', 'MOUSE_SAMPLE', 'ANSWER_TIMING', 'HEARTBEAT']);
const stopWithinMs = 5_000;

/** Captures what happens in the candidate's browser and delivers it, numbered and at least once, to the session's backend. */
export function createAgent(options: AgentOptions): Agent {
  const { sessionId, captures = {}, prevent = {}, batchMs = 2_000 } = options;
  const clock = createClock();
  let running: ReturnType<typeof begin> | undefined;
  let before: AgentState = { running: false, delivery: 'open', online: true, pending: 0, lastAcceptedSeq: 0, durable: false, clockOffset: null };
  const token = createToken(options, options.renew ?? renewing(options.renewToken), clock);
  let announced = '';

  const current = (): AgentState => running
    ? { running: true, ...running.figures() }
    : before;
  const announce = () => {
    const state = current();
    const text = JSON.stringify(state);
    if (text === announced) return;
    announced = text;
    options.onstate?.(state);
  };

  const emit: Emit = (type, details = {}) => running?.emit(type, details);
  const questions = createQuestions(sessionId, emit, () => clock.now());

  function begin() {
    const queue = createQueue(`proctoring-${sessionId}`, openDatabase(sessionId, options.lastSeq ?? 0, clock.now()));
    const sender = createSender({
      url: `${options.baseUrl.replace(/\/+$/, '')}/api/v1/sessions/${encodeURIComponent(sessionId)}/events`,
      lock: `proctoring-${sessionId}`,
      token,
      queue,
      clock,
      onprogress: announce,
      onrefused: refusals => options.onrefused?.(refusals),
      onended(reason) {
        void end();
        options.onended?.(reason);
      },
    });
    const stops: Stop[] = [];

    const onlineAgain = () => sender.flush();
    const hurry = () => { if (document.hidden) sender.wake(0); };
    const leave = () => sender.leave();
    return {
      stops,
      queue,
      sender,
      figures: () => ({
        delivery: sender.delivery, online: sender.online, pending: queue.length, lastAcceptedSeq: sender.lastAcceptedSeq, durable: queue.durable,
        clockOffset: clock.known ? clock.offset : null,
      }),
      emit(type: EventType, details: EventDetails) {
        const event = { ...createEvent(type, details, clock.now()), corrected: clock.known };
        if (clock.known) event.at += clock.offset;
        queue.add(event);
        // A hidden page may be gone, or asleep, before its timer fires.
        sender.wake(unhurried.has(type) && !document.hidden ? batchMs : 0);
        announce();
        return event.id;
      },
      listen() {
        const on = (capture: Capture, begin: () => Stop) => { if (captures[capture] !== false) stops.push(begin()); };
        on('absence', () => captureAbsence(emit));
        on('fullscreen', () => captureFullscreen(emit));
        on('clipboard', () => captureClipboard(emit, prevent.clipboard ?? false));
        on('contextMenu', () => captureContextMenu(emit, prevent.contextMenu ?? false));
        on('shortcuts', () => captureShortcuts(emit, options.shortcuts ?? defaultShortcuts, prevent.shortcuts ?? true));
        on('typing', () => captureTyping(emit, clock.now));
        on('mouse', () => captureMouse(emit));
        on('heartbeat', () => captureHeartbeat(emit));
        // After the captures': what they tell when the page goes away goes with it.
        addEventListener('online', onlineAgain);
        document.addEventListener('visibilitychange', hurry);
        addEventListener('pagehide', leave);
        stops.push(() => {
          removeEventListener('online', onlineAgain);
          document.removeEventListener('visibilitychange', hurry);
          removeEventListener('pagehide', leave);
        });
        // What an earlier page left.
        sender.wake(0);
      },
    };
  }

  async function end() {
    const ending = running;
    if (!ending) return;
    for (const stop of ending.stops.splice(0)) stop();
    before = { ...current(), running: false };
    running = undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>(resolve => { timer = setTimeout(resolve, stopWithinMs); });
    await Promise.race([ending.queue.settled().then(() => ending.sender.flush()), late]);
    clearTimeout(timer);
    ending.sender.close();
    await ending.queue.close();
    if (running) return;
    before = { running: false, ...ending.figures() };
    announce();
  }

  return {
    get state() { return current(); },
    start() {
      if (running) return;
      running = begin();
      running.listen();
      announce();
    },
    stop: end,
    report: emit,
    showQuestion: questions.show,
    answerQuestion: questions.answer,
    watchMedia(stream) {
      const stop = watchMedia(emit, stream);
      running?.stops.push(stop);
      return stop;
    },
    setToken(value, expiresAt) {
      token.set(value, expiresAt);
      running?.sender.resume();
    },
    flush: async () => { await running?.queue.settled(); await running?.sender.flush(); },
  };
}

function renewing(renewToken: AgentOptions['renewToken']) {
  return renewToken && (async () => {
    const sessionToken = await renewToken();
    return sessionToken === null ? null : { sessionToken };
  });
}
