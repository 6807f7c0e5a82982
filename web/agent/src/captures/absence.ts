import { type Emit, maxDurationMs, type Stop } from '../events.js';

/** A shorter loss of the focus is a flicker of the browser's own, as when a prompt closes. */
const shortestMs = 250;
const pollMs = 1_000;

/**
 * TAB_SWITCH at once when the page is hidden; FOCUS_LOST with the whole time away when the candidate is back, be it from another
 * tab (label "tab") or another window ("window"). One absence gives at most one FOCUS_LOST. Its time is that of the return.
 * The focus inside a frame of the page is with the page.
 */
export function captureAbsence(emit: Emit): Stop {
  let awaySince: number | undefined;
  let hidden = false;
  let tabSwitch: string | undefined;
  let leaving = false;
  let poll: ReturnType<typeof setInterval> | undefined;

  const check = (at = performance.now()) => {
    hidden ||= document.hidden;
    if (document.hidden || !document.hasFocus()) awaySince ??= at;
    else comeBack();
  };
  const comeBack = () => {
    if (awaySince === undefined) return;
    const durationMs = Math.min(performance.now() - awaySince, maxDurationMs);
    if (hidden) emit('FOCUS_LOST', { durationMs, label: 'tab', data: tabSwitch ? { tabSwitch } : undefined });
    else if (durationMs >= shortestMs) emit('FOCUS_LOST', { durationMs, label: 'window' });
    awaySince = tabSwitch = undefined;
    hidden = false;
  };

  const onvisibility = () => {
    if (leaving) return;
    if (document.hidden) tabSwitch ??= emit('TAB_SWITCH');
    check();
  };
  const onblur = () => {
    const at = performance.now();
    // Only afterwards it is known whether the focus went into a frame; from there on no event tells where it goes.
    setTimeout(() => check(at));
    poll ??= setInterval(check, pollMs, undefined);
  };
  const onfocus = () => {
    clearInterval(poll);
    poll = undefined;
    check();
  };
  // A page that is closed or reloaded is hidden, too, after this.
  const onleave = () => {
    leaving = true;
    comeBack();
  };
  const onreturn = () => {
    leaving = false;
    check();
  };

  document.addEventListener('visibilitychange', onvisibility);
  addEventListener('blur', onblur);
  addEventListener('focus', onfocus);
  addEventListener('pagehide', onleave);
  addEventListener('pageshow', onreturn);
  check();
  return () => {
    comeBack();
    clearInterval(poll);
    document.removeEventListener('visibilitychange', onvisibility);
    removeEventListener('blur', onblur);
    removeEventListener('focus', onfocus);
    removeEventListener('pagehide', onleave);
    removeEventListener('pageshow', onreturn);
  };
}
