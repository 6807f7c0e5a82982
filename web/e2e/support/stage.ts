import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { openBrowser } from './chromium';
import { watchPolicy } from './policy';
import { Wire } from './wire';
import { World } from './world';

/** What the tests of a file play on: a browser, an organisation of their own, and the way of the pages' live connections. */
export class Stage {
  #browser?: Browser;
  #wire?: Wire;
  #world?: World;

  get wire(): Wire { return this.#wire!; }
  get world(): World { return this.#world!; }

  /** A page in a window of its own, whose faults are kept for `expectNoFaults`. */
  newPage = async (options: BrowserContextOptions = {}): Promise<Page> =>
    watchPolicy(await this.#browser!.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();

  async open(): Promise<void> {
    const { livePort, port } = inject('server');
    this.#wire = await Wire.open(livePort, port);
    [this.#browser, this.#world] = await Promise.all([openBrowser(), World.make()]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#wire?.close();
  }
}

/** To be called first in a file: it opens before what the file itself prepares, and closes after all. */
export function useStage(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  return stage;
}
