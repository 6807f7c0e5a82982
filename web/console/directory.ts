import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { all, type Api } from '../shared/api';
import { ApiError } from '../shared/problem';
import type { Exam, Role, User } from '../shared/types';

/** Users read page by page; of a larger organisation the rest is looked up one by one when it is needed. */
const mostUsers = 5_000;

/** Who and what the ids stand for: read as lists once, kept, and looked up when something new turns up. */
export class Directory {
  readonly #api: Api;
  readonly #users = signal<ReadonlyMap<string, User>>(new Map());
  readonly #exams = signal<ReadonlyMap<string, Exam>>(new Map());
  readonly #looking = new Set<string>();
  #loading: Promise<void> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  get users(): ReadonlySignal<ReadonlyMap<string, User>> {
    return this.#users;
  }

  get exams(): ReadonlySignal<ReadonlyMap<string, Exam>> {
    return this.#exams;
  }

  userName = (id: string): string => this.#users.value.get(id)?.name ?? '…';

  examTitle = (id: string | null): string => (id === null ? 'Interview' : (this.#exams.value.get(id)?.title ?? '…'));

  usersOf = (role: Role): User[] => [...this.#users.value.values()].filter((user) => user.role === role);

  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  /** Looks up what is not known yet. */
  async find(users: Iterable<string>, exams: Iterable<string | null> = []): Promise<void> {
    await this.#loading;
    await Promise.all([
      this.#lookUp(users, this.#users.peek(), (id) => this.#api.user(id), (user) => this.addUsers([user])),
      this.#lookUp(exams, this.#exams.peek(), (id) => this.#api.exam(id), (exam) => this.addExams([exam])),
    ]);
  }

  addUsers(users: readonly User[]): void {
    this.#users.value = new Map([...this.#users.peek(), ...users.map((user) => [user.id, user] as const)]);
  }

  addExams(exams: readonly Exam[]): void {
    this.#exams.value = new Map([...this.#exams.peek(), ...exams.map((exam) => [exam.id, exam] as const)]);
  }

  async #load(): Promise<void> {
    const [users, exams] = await Promise.all([all((paging) => this.#api.users(paging), mostUsers), all((paging) => this.#api.exams(paging))]);
    batch(() => {
      this.addUsers(users);
      this.addExams(exams);
    });
  }

  async #lookUp<T>(ids: Iterable<string | null>, known: ReadonlyMap<string, T>, read: (id: string) => Promise<T>, add: (item: T) => void): Promise<void> {
    const unknown = [...new Set(ids)].filter((id): id is string => id !== null && !known.has(id) && !this.#looking.has(id));
    unknown.forEach((id) => this.#looking.add(id));
    // A few at a time: a browser sends no more at once anyway.
    const next = async (): Promise<void> => {
      for (let id = unknown.pop(); id !== undefined; id = unknown.pop()) {
        try {
          add(await read(id));
        } catch (failure) {
          if (!(failure instanceof ApiError && failure.status === 404)) this.#looking.delete(id);
        }
      }
    };
    await Promise.all([next(), next(), next(), next()]);
  }
}
