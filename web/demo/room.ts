import { createAgent, type Agent, type AgentState } from '@proctoring/agent';
import { signal } from '@preact/signals';
import { Api } from '../shared/api';
import { Live, type LiveState } from '../shared/live';
import { storedLogin } from '../shared/login';
import { ApiError, wordsFor } from '../shared/problem';
import type { Exam, OwnSession, SessionMessage, SessionStatus, User } from '../shared/types';
import { Answers } from './answers';
import { stop } from './devices';

export type Stage = 'loading' | 'signIn' | 'failed' | 'briefing' | 'exam' | 'ended';

/** The answers are handed in this long before the deadline, in seconds: what comes after it may come too late. */
const handInBefore = 3;
const tickMs = 250;
const flushWithinMs = 1_000;
const retryMs = 1_000;

const hasEnded = (status: SessionStatus) => !['scheduled', 'ready', 'running', 'paused'].includes(status);

/** The candidate's attempt at one session: what the page shows of it, and what can be done. */
export class Room {
  readonly stage = signal<Stage>('loading');
  readonly user = signal<User | null>(null);
  readonly session = signal<OwnSession | null>(null);
  readonly exam = signal<Exam | null>(null);
  /** Working time left, in whole seconds; null before the start. */
  readonly timeLeft = signal<number | null>(null);
  /** Why the session is as it is, in the proctor's words. */
  readonly reason = signal<string | null>(null);
  /** Something that has just happened, for a moment. */
  readonly notice = signal<string | null>(null);
  readonly failure = signal<string | null>(null);
  readonly handingIn = signal(false);
  /** Whether the server has this page's answers. */
  readonly handedIn = signal(false);
  readonly agentState = signal<AgentState | null>(null);
  readonly liveState = signal<LiveState | null>(null);
  readonly acknowledged = signal({ events: 0, upToSeq: 0 });
  readonly answers: Answers;
  readonly sessionId: string;

  readonly #api: Api;
  readonly #live: Live;
  #agent: Agent | null = null;
  #stream: MediaStream | null = null;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(backend: string, sessionId: string) {
    this.sessionId = sessionId;
    this.answers = new Answers(sessionId);
    this.#api = new Api(backend, storedLogin('proctoring-demo-login'));
    this.#api.onSignedOut = () => {
      this.failure.value = this.stage.value === 'exam'
        ? 'Your login has ended. Sign in again to go on: your answers are kept, and the clock runs on.'
        : 'Your login has ended. Please sign in again.';
      void this.#live.stop();
      this.#enterSignIn();
    };
    this.#live = new Live(this.#api, {
      handlers: {
        session: (message) => this.#hear(message),
        ack: (message) => {
          if (message.sessionId !== sessionId) return;
          const { events } = this.acknowledged.value;
          this.acknowledged.value = { events: events + message.accepted, upToSeq: message.upToSeq };
        },
      },
      onState: (state) => (this.liveState.value = state),
      resync: () => this.#refresh(),
    });
  }

  /** Shows what there is to do, as far as it is known who is here. */
  async open(): Promise<void> {
    this.user.value = this.#api.currentUser;
    if (!this.user.value) return this.#enterSignIn();
    try {
      const session = await this.#api.session<OwnSession>(this.sessionId);
      if (session.candidateId !== this.user.value.id) throw new ApiError(403, 'forbidden', 'This session is another person’s.');
      this.exam.value = session.examId ? await this.#api.exam(session.examId) : null;
      this.session.value = session;
      this.reason.value = session.reason ?? null;
      if (hasEnded(session.status)) return this.#end();
      this.#live.start();
      if (session.startedAt && wasHere(this.sessionId)) return await this.begin(null);
      if (session.status === 'scheduled') this.session.value = await this.#api.checkIn(this.sessionId);
      this.stage.value = 'briefing';
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) return this.#enterSignIn();
      this.failure.value = failure instanceof ApiError && failure.status === 404
        ? 'There is no such session for you. Check the link, or sign in as somebody else.'
        : wordsFor(failure);
      this.stage.value = 'failed';
    }
  }

  /** @param organization Where the address is known to several; see `Api.login`. */
  async signIn(email: string, password: string, organization?: string): Promise<void> {
    await this.#api.login(email, password, organization);
    this.failure.value = null;
    this.stage.value = 'loading';
    await this.open();
  }

  signOut(): void {
    void this.#api.logout();
    void this.#live.stop();
    this.failure.value = null;
    this.#enterSignIn();
  }

  /** Starts the session, or goes on with it: a repeated start gives another token. Throws when that is refused. */
  async begin(stream: MediaStream | null): Promise<void> {
    const started = await this.#api.start(this.sessionId);
    remember(this.sessionId);
    // One is there if the login had ended in between.
    void this.#agent?.stop();
    clearInterval(this.#ticking);
    this.#stream = stream ?? this.#stream;
    const agent = createAgent({
      baseUrl: this.#api.baseUrl,
      sessionId: this.sessionId,
      sessionToken: started.sessionToken,
      sessionTokenExpiresAt: started.sessionTokenExpiresAt,
      lastSeq: started.lastSeq,
      renew: () => this.#api.start(this.sessionId),
      onstate: (state) => {
        if (this.#agent === agent) this.agentState.value = state;
      },
      onended: (reason) => {
        this.failure.value = reason;
        this.#refresh().catch(() => {});
      },
    });
    this.#agent = agent;
    agent.start();
    if (this.#stream) agent.watchMedia(this.#stream);
    this.session.value = started;
    this.stage.value = 'exam';
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), tickMs);
  }

  showQuestion(id: string): void {
    this.#agent?.showQuestion(id);
  }

  /** The candidate leaves a question that it has answered. */
  leaveQuestion(id: string): void {
    this.#agent?.answerQuestion(id);
  }

  /** As if the page's own vision model had seen something. */
  simulate(type: Parameters<Agent['report']>[0], confidence: number): void {
    this.#agent?.report(type, { confidence, label: 'simulated' });
  }

  /** Hands the answers in. What fails is tried again until the session has ended when the time is over, else told. */
  async handIn(timeIsOver = false): Promise<void> {
    if (this.handingIn.value || this.stage.value !== 'exam') return;
    this.handingIn.value = true;
    this.failure.value = null;
    // Events that come after the end are no use to anybody.
    await within(flushWithinMs, this.#agent?.flush());
    do {
      try {
        const submitted = await this.#api.submit(this.sessionId, this.answers.all.value);
        this.handedIn.value = true;
        this.answers.forget();
        this.#apply(submitted);
      } catch (failure) {
        this.failure.value = wordsFor(failure);
        await this.#refresh().catch(() => {});
        const wait = Math.max(retryMs, (failure instanceof ApiError ? failure.retryAfter ?? 0 : 0) * 1000);
        if (timeIsOver) await new Promise((resolve) => setTimeout(resolve, wait));
      }
    } while (timeIsOver && this.stage.value === 'exam');
    this.handingIn.value = false;
  }

  async #refresh(): Promise<void> {
    this.#apply(await this.#api.session<OwnSession>(this.sessionId));
  }

  #hear(message: SessionMessage): void {
    const before = this.session.value;
    if (message.sessionId !== this.sessionId || !before) return;
    if (message.reason || message.status !== before.status) this.reason.value = message.reason ?? null;
    // A message has no version and may be late: what is stored decides. It is only taken at its word when that cannot be had.
    this.#refresh().catch(() => this.#apply({ ...before, ...message, id: before.id }));
  }

  #apply(session: OwnSession): void {
    const before = this.session.value;
    if (!before || session.version < before.version) return;
    this.session.value = session;
    if (session.reason) this.reason.value = session.reason;
    if (hasEnded(session.status)) return this.#end();
    this.#announce(before, session);
    this.#tick();
  }

  #announce(before: OwnSession, now: OwnSession): void {
    const added = now.durationSeconds - before.durationSeconds;
    if (added > 0) this.notice.value = `You have ${added / 60} more minutes.`;
    else if (before.status === 'paused' && now.status === 'running') this.notice.value = 'The exam goes on.';
  }

  #tick(): void {
    const { status, deadline, remainingSeconds } = this.session.value!;
    const offset = this.agentState.value?.clockOffset ?? null;
    if (deadline) this.timeLeft.value = Math.max(0, Math.round((Date.parse(deadline) - Date.now() - (offset ?? 0)) / 1000));
    else if (remainingSeconds !== null) this.timeLeft.value = remainingSeconds;
    // Not by this machine's own clock, which may be hours ahead. Without the server's time the server ends the session.
    const isDue = offset !== null && status === 'running' && this.timeLeft.value! <= handInBefore;
    if (isDue && this.stage.value === 'exam') void this.handIn(true);
  }

  #end(): void {
    if (this.stage.value === 'ended') return;
    this.stage.value = 'ended';
    clearInterval(this.#ticking);
    forget(this.sessionId);
    void this.#live.stop();
    // Full screen is left after the agent has stopped: nobody left it on purpose.
    void this.#agent?.stop();
    stop(this.#stream);
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
  }

  #enterSignIn(): void {
    clearInterval(this.#ticking);
    this.user.value = null;
    this.session.value = null;
    this.stage.value = 'signIn';
  }
}

/** That this tab has begun the session: after a reload it goes on by itself. */
const begun = (sessionId: string) => `proctoring-demo-begun-${sessionId}`;

function remember(sessionId: string): void {
  try {
    sessionStorage.setItem(begun(sessionId), 'yes');
  } catch {
    // Refused: a reload then leads to the start page, which goes on with the session.
  }
}

function wasHere(sessionId: string): boolean {
  try {
    return sessionStorage.getItem(begun(sessionId)) !== null;
  } catch {
    return false;
  }
}

function forget(sessionId: string): void {
  try {
    sessionStorage.removeItem(begun(sessionId));
  } catch {
    // Refused.
  }
}

function within(ms: number, work: Promise<void> | undefined): Promise<void> {
  return Promise.race([work?.catch(() => {}), new Promise<void>((resolve) => setTimeout(resolve, ms))]).then(() => {});
}
