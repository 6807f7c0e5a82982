import { signal } from '@preact/signals';

/** A choice's option ids, or a text. */
export type Answer = string | string[];

export const isAnswered = (answer: Answer | undefined): boolean => answer !== undefined && answer.length > 0;

/** The answers of a session, kept in this browser until they are handed in. */
export class Answers {
  readonly all = signal<Readonly<Record<string, Answer>>>({});
  readonly #key: string;

  constructor(sessionId: string) {
    this.#key = `proctoring-demo-answers-${sessionId}`;
    try {
      this.all.value = JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Record<string, Answer>;
    } catch {
      // Refused, or not ours: then they last as long as the page.
    }
  }

  set(question: string, answer: Answer): void {
    this.all.value = { ...this.all.value, [question]: answer };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.all.value));
    } catch {
      // Refused.
    }
  }

  /** Once the server has them. */
  forget(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Refused.
    }
  }
}
