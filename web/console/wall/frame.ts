/**
 * Gathers what comes until the next animation frame, so that a burst of messages is drawn once. A hidden page draws no
 * frames: there it waits `hiddenMs`.
 */
export class Frame<T> {
  #gathered: T[] = [];
  #isDue = false;
  readonly #handle: (items: T[]) => void;
  readonly #next: (run: () => void) => void;

  constructor(handle: (items: T[]) => void, next: (run: () => void) => void = nextFrame) {
    this.#handle = handle;
    this.#next = next;
  }

  add(item: T): void {
    this.#gathered.push(item);
    if (this.#isDue) return;
    this.#isDue = true;
    this.#next(() => this.flush());
  }

  flush(): void {
    this.#isDue = false;
    const items = this.#gathered;
    this.#gathered = [];
    if (items.length > 0) this.#handle(items);
  }
}

const hiddenMs = 250;

function nextFrame(run: () => void): void {
  let ran = false;
  const once = () => {
    if (ran) return;
    ran = true;
    run();
  };
  // The timer also serves a page that is hidden between the request and the frame.
  if (document.visibilityState === 'visible') requestAnimationFrame(once);
  setTimeout(once, hiddenMs);
}
