import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { AdminPage } from './admin/AdminPage';
import { useConsole, useWork } from './console';
import { LoginPage, WrongRole } from './login/LoginPage';
import { hrefs, route, type Route } from './router';
import { SessionPage } from './session/SessionPage';
import { SessionsPage } from './sessions/SessionsPage';
import { theme, type Theme } from './theme';
import { Icon } from './ui/Icon';
import { Announcer } from './wall/Announcer';
import { WallPage } from './wall/WallPage';

export function App() {
  const console = useConsole();
  const user = console.user.value;
  return (
    <>
      {user === null ? <LoginPage /> : console.work.value === null ? <WrongRole /> : <Shell />}
      <NoticeList />
    </>
  );
}

const titles: Record<Route['page'], string> = { wall: 'Live wall', sessions: 'Sessions', session: 'Session', administration: 'Administration' };

function Shell() {
  const work = useWork();
  const current = route.value;
  const main = useRef<HTMLElement>(null);
  const key = current.page === 'session' ? current.id : current.page;
  const isFirst = useRef(true);
  useEffect(() => {
    // A new page: say so to who cannot see it, and begin there.
    if (!isFirst.current) (main.current?.querySelector<HTMLElement>('h1') ?? main.current)?.focus();
    isFirst.current = false;
    scrollTo(0, 0);
  }, [key]);
  useSignalEffect(() => {
    // Seen also while another tab is in front.
    const { urgent } = work.wall.summary.value;
    document.title = `${urgent > 0 ? `(${urgent}) ` : ''}${titles[route.value.page]} · Proctoring console`;
  });
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>Skip to the content</a>
      <Header page={current.page} />
      <LiveBanner />
      <WaitingBanner />
      <Announcer />
      <main id="main" ref={main} tabIndex={-1}>
        <Page key={key} route={current} />
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  const { rights } = useConsole();
  switch (route.page) {
    case 'wall': return <WallPage />;
    case 'sessions': return <SessionsPage />;
    case 'session': return <SessionPage id={route.id} />;
    case 'administration': return rights.control ? <AdminPage /> : <NotForYou />;
  }
}

function NotForYou() {
  return (
    <div class="page">
      <h1 tabIndex={-1}>Administration</h1>
      <p class="empty">Your role does not plan exams and sessions.</p>
    </div>
  );
}

function Header({ page }: { page: Route['page'] }) {
  const console = useConsole();
  const work = useWork();
  const { urgent } = work.wall.summary.value;
  const link = (to: string, label: ComponentChildren, ...pages: Route['page'][]) => (
    <a href={to} aria-current={pages.includes(page) ? 'page' : undefined}>{label}</a>
  );
  return (
    <header class="top">
      <span class="brand"><span class="mark" aria-hidden="true" />Proctoring</span>
      <nav aria-label="Pages">
        {link(hrefs.wall, <>Live wall{urgent > 0 && <span class="count" title="Urgent sessions">{urgent}<span class="hidden"> urgent</span></span>}</>, 'wall')}
        {link(hrefs.sessions, 'Sessions', 'sessions', 'session')}
        {console.rights.control && link(hrefs.administration, 'Administration', 'administration')}
      </nav>
      <span class={`live ${work.liveState.value}`}>{liveWords[work.liveState.value]}</span>
      <ThemeButton />
      <span class="who">{console.user.value?.name}</span>
      <button type="button" class="plain" onClick={() => console.signOut()} title="Sign out">
        <Icon name="out" /><span class="hidden">Sign out</span>
      </button>
    </header>
  );
}

const liveWords = { connecting: 'Connecting', live: 'Live', lost: 'Not live' };

const themes: Theme[] = ['system', 'light', 'dark'];
const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const;

function ThemeButton() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  return (
    <button type="button" class="plain" onClick={() => (theme.value = next)} title={`Colours: ${theme.value}`}>
      <Icon name={themeIcons[theme.value]} />
      <span class="hidden">{`Colours: ${theme.value}. Change to ${next}`}</span>
    </button>
  );
}

function LiveBanner() {
  const work = useWork();
  return (
    <div role="status">
      {work.liveState.value === 'lost' && (
        <p class="banner">
          <strong>Live updates are lost.</strong> What you see may be old. The connection is being tried again, and all that was missed is read then.
        </p>
      )}
    </div>
  );
}

function WaitingBanner() {
  const { waitingUntil, now, api } = useConsole();
  const until = waitingUntil.value;
  // By the same clock: the signal is of the server’s.
  const seconds = until === null ? 0 : Math.max(1, Math.ceil((until + api.now() - Date.now() - now.value) / 1000));
  return (
    <div role="status">
      {until !== null && (
        <p class="banner calm"><strong>The server asks this page to wait.</strong> It tries again by itself <span aria-hidden="true">in {seconds} s</span>.</p>
      )}
    </div>
  );
}

function NoticeList() {
  const { notices } = useConsole();
  const list = useRef<HTMLDivElement>(null);
  // A modal dialog covers all that is not in it: in the top layer notices stay visible.
  useSignalEffect(() => {
    const box = list.current;
    if (!box?.showPopover) return;
    if (notices.list.value.length > 0) {
      if (box.matches(':popover-open')) box.hidePopover();
      box.showPopover();
    } else if (box.matches(':popover-open')) {
      box.hidePopover();
    }
  });
  return (
    <>
      <div class="hidden" role="status">{notices.list.value.at(-1)?.text}</div>
      <div class="notices" ref={list} popover="manual" role="region" aria-label="Notices">
        {notices.list.value.map((notice) => (
          <p key={notice.id} class={notice.tone}>
            {notice.text}
            <button type="button" class="plain" onClick={() => notices.close(notice.id)}>
              <span aria-hidden="true">×</span><span class="hidden">Close</span>
            </button>
          </p>
        ))}
      </div>
    </>
  );
}
