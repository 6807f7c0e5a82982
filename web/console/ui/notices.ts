import { signal } from '@preact/signals';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
}

/** In ms. */
const staysFor = 7_000;

/** Short messages at the edge of the page that also a screen reader says. */
export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  #next = 1;

  tell(text: string, tone: Notice['tone'] = 'plain'): void {
    const notice = { id: this.#next++, text, tone };
    this.list.value = [...this.list.peek().slice(-3), notice];
    setTimeout(() => this.close(notice.id), tone === 'bad' ? 2 * staysFor : staysFor);
  }

  clear(): void {
    this.list.value = [];
  }

  close(id: number): void {
    this.list.value = this.list.peek().filter((notice) => notice.id !== id);
  }
}
