import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { Api, all } from '../../shared/api';
import { storedLogin } from '../../shared/login';
import type { Exam, NewExam, NewUser, ScoredEvent, Session, User } from '../../shared/types';

export const password = 'correct horse battery';

/** An organisation with an admin and a proctor, made through the API. */
export class World {
  readonly proctor: User;
  readonly admin: Api;

  private constructor(admin: Api, proctor: User) {
    [this.admin, this.proctor] = [admin, proctor];
  }

  static async make(proctorName = 'Petra Lindqvist', name = 'Northgate University', proctorEmail = newEmail()): Promise<World> {
    const { url, operatorKey } = inject('server');
    const email = newEmail();
    const reply = await fetch(`${url}/api/v1/organizations`, {
      method: 'POST',
      headers: { 'x-operator-key': operatorKey, 'content-type': 'application/json' },
      body: JSON.stringify({ name, admin: { name: 'Ada Osei', email, password } }),
    });
    if (!reply.ok) throw new Error(`The organisation was refused: ${reply.status} ${await reply.text()}`);
    const admin = await signedIn(email);
    return new World(admin, await addUser(admin, { name: proctorName, email: proctorEmail, password, role: 'proctor' }));
  }

  addCandidate = (name: string): Promise<User> => addUser(this.admin, { name, email: newEmail(), password, role: 'candidate' });

  addReviewer = (name: string): Promise<User> => addUser(this.admin, { name, email: newEmail(), password, role: 'reviewer' });

  addExam = (exam: Partial<NewExam> = {}): Promise<Exam> => this.admin.createExam({ title: 'Distributed systems', durationMinutes: 60, ...exam });

  addSession = (candidate: User, exam: Exam): Promise<Session> => this.admin.createSession({ candidateId: candidate.id, examId: exam.id });

  eventsOf = (session: string): Promise<ScoredEvent[]> => all((paging) => this.admin.events(session, paging));
}

export const newEmail = () => `${randomUUID()}@example.org`;

export async function signedIn(email: string): Promise<Api> {
  const api = new Api(inject('server').url, storedLogin('e2e'));
  await api.login(email, password);
  return api;
}

/** Sends events as a candidate's browser does. */
export async function postEvents(session: Session, token: string, events: object[]): Promise<void> {
  const reply = await fetch(`${inject('server').url}/api/v1/sessions/${session.id}/events`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ events }),
  });
  if (reply.status !== 202) throw new Error(`The events were refused: ${reply.status} ${await reply.text()}`);
}

const addUser = (admin: Api, user: NewUser) => admin.createUser(user);

/** Moves the server's clock; gives its time, in ms since 1970. */
export async function advanceClock(seconds: number): Promise<number> {
  const reply = await fetch(`${inject('server').url}/local/clock`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ advanceSeconds: seconds }),
  });
  if (!reply.ok) throw new Error(`The clock was not moved: ${reply.status} ${await reply.text()}`);
  return Date.parse(((await reply.json()) as { now: string }).now);
}

/** Asks until the condition holds, and gives that answer. */
export async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${withinMs / 1000} s. Last answer: ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await pause(50);
  }
}
