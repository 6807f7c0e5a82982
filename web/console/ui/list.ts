import { signal, type ReadonlySignal } from '@preact/signals';
import type { Paging } from '../../shared/api';
import { wordsFor } from '../../shared/problem';
import type { Page } from '../../shared/types';

/** A list of the API, read as far as somebody wants to see it. */
export class PagedList<T> {
  readonly #items = signal<readonly T[]>([]);
  readonly #hasMore = signal(false);
  readonly #isReading = signal(false);
  readonly #fault = signal<string | null>(null);
  #read: ((paging: Paging) => Promise<Page<T>>) | null = null;
  #cursor: string | undefined;

  get items(): ReadonlySignal<readonly T[]> {
    return this.#items;
  }

  get hasMore(): ReadonlySignal<boolean> {
    return this.#hasMore;
  }

  get isReading(): ReadonlySignal<boolean> {
    return this.#isReading;
  }

  get fault(): ReadonlySignal<string | null> {
    return this.#fault;
  }

  /** Begins a list anew; what another one still answers is dropped. */
  async begin(read: (paging: Paging) => Promise<Page<T>>): Promise<void> {
    this.#read = read;
    this.#cursor = undefined;
    await this.more();
  }

  async more(): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const cursor = this.#cursor;
    this.#isReading.value = true;
    this.#fault.value = null;
    try {
      const page = await read({ limit: 50, ...(cursor === undefined ? {} : { cursor }) });
      if (this.#read !== read) return;
      this.#items.value = cursor === undefined ? page.items : [...this.#items.peek(), ...page.items];
      this.#cursor = page.next ?? undefined;
      this.#hasMore.value = page.next !== null;
    } catch (failure) {
      if (this.#read === read) this.#fault.value = wordsFor(failure);
    } finally {
      if (this.#read === read) this.#isReading.value = false;
    }
  }

  /** Something that was just made, on top. */
  put(item: T): void {
    this.#items.value = [item, ...this.#items.peek()];
  }
}
