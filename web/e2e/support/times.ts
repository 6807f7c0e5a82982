import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** When the page was hidden, in ms since 1970, to the microsecond. */
    hiddenAt: number[];
    /** When an alert was first on the screen, by its id. */
    alertShownAt: Record<string, number>;
    /** Ids and running numbers in the order in which the agent gave them, over reloads. */
    numbered: () => [id: string, seq: number][];
  }
}

/** To be called before the page is opened. */
export async function watchCandidate(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.hiddenAt = [];
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) window.hiddenAt.push(performance.timeOrigin + performance.now());
    }, { capture: true });

    window.numbered = () => JSON.parse(localStorage.getItem('e2e-numbered') ?? '[]');
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (value, key) {
      const request = add.call(this, value, key);
      this.transaction.addEventListener('complete', () =>
        localStorage.setItem('e2e-numbered', JSON.stringify([...window.numbered(), [value.id, request.result]])));
      return request;
    };
  });
}

/** To be called before the page is opened. */
export async function watchProctor(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.alertShownAt = {};
    const afterThisTask = (run: () => void) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = run;
      channel.port2.postMessage(null);
    };
    // What changes in an animation frame is painted at the end of that frame, in the same task; other changes in the next one.
    const request = window.requestAnimationFrame.bind(window);
    let isInFrame = false;
    window.requestAnimationFrame = (callback) => request((now) => {
      isInFrame = true;
      afterThisTask(() => (isInFrame = false));
      callback(now);
    });
    const afterPaint = (run: () => void) => (isInFrame ? afterThisTask(run) : request(() => afterThisTask(run)));
    new MutationObserver(() => {
      for (const item of document.querySelectorAll<HTMLElement>('[data-alert]')) {
        const id = item.dataset.alert!;
        if (id in window.alertShownAt) continue;
        window.alertShownAt[id] = Infinity;
        afterPaint(() => (window.alertShownAt[id] = performance.timeOrigin + performance.now()));
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

/** The value below or at which this part of them lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]!;
}
