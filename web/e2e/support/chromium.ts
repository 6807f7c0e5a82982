import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
];

/** @throws When there is none, with what to do. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(path)) return path;
  throw new Error(`There is no Chromium at ${path}. Install Debian's package "chromium" (apt-get install chromium), `
    + 'or set CHROMIUM to the path of a Chromium or Chrome.');
}

/** For pages that nobody leaves. Each context is a window of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: flags });
}

/** A browser whose tabs are really hidden when another one is in front. */
export class TabbedBrowser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #browser: Browser;

  private constructor(process: ChildProcess, profile: string, browser: Browser) {
    [this.#process, this.#profile, this.#browser] = [process, profile, browser];
  }

  get context(): BrowserContext {
    return this.#browser.contexts()[0]!;
  }

  /**
   * Playwright keeps every page visible and focused by emulation. Only the default context of a browser that it has
   * not started, when it is told to leave its defaults alone, is as its user would find it.
   */
  static async open(): Promise<TabbedBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'proctoring-e2e-browser-'));
    const process = spawn(chromiumPath(), [
      '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,860', ...flags, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise<string>((done, fail) => {
      let printed = '';
      process.stderr!.on('data', (data) => {
        printed += data;
        const found = /DevTools listening on (ws:\S+)/.exec(printed);
        if (found) done(found[1]!);
      });
      process.once('exit', () => fail(new Error(`Chromium did not start:\n${printed}`)));
    });
    return new TabbedBrowser(process, profile, await chromium.connectOverCDP(address, { noDefaults: true }));
  }

  async close(): Promise<void> {
    const exited = new Promise((done) => this.#process.once('exit', done));
    await this.#browser.close();
    this.#process.kill();
    await exited;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
