import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Brand } from './Card';
import type { Room } from './room';

/** The bar above the paper: time left, whether all is well, and what has just happened. */
export function Status({ room, title }: { room: Room; title: string }) {
  return (
    <header class="bar">
      <Brand />
      <h1>{title}</h1>
      <Connection room={room} />
      <FullScreen />
      <TimeLeft room={room} />
      <Notice room={room} />
    </header>
  );
}

/** Minutes left at which a screen reader is told. */
const announced = [30, 15, 5, 1];

function TimeLeft({ room }: { room: Room }) {
  const seconds = room.timeLeft.value ?? 0;
  const minutes = useComputed(() => announced.find((minute) => Math.ceil((room.timeLeft.value ?? 0) / 60) === minute));
  return (
    <>
      <p class={seconds <= 60 ? 'time last' : seconds <= 300 ? 'time soon' : 'time'} role="timer" aria-label={`${spoken(seconds)} left`}>
        <span class="label">Time left</span> <span class="digits">{digits(seconds)}</span>
      </p>
      <p class="hidden" aria-live="polite">{minutes.value && `${spoken(minutes.value * 60)} left`}</p>
    </>
  );
}

function digits(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function spoken(seconds: number): string {
  const count = seconds < 60 ? seconds : Math.ceil(seconds / 60);
  return `${count} ${seconds < 60 ? 'second' : 'minute'}${count === 1 ? '' : 's'}`;
}

/** What the candidate may worry about: is this being recorded and kept? */
function Connection({ room }: { room: Room }) {
  const agent = room.agentState.value;
  const isLost = agent?.online === false || agent?.delivery === 'ended' || room.liveState.value === 'lost';
  const waiting = agent?.pending ?? 0;
  const text = agent?.delivery === 'ended' ? 'Recording has stopped: reload this page'
    : room.session.value?.presence === 'missing' ? 'Your proctor does not hear from this page'
    : isLost ? 'No connection: go on working, nothing is lost' : 'Connected';
  return (
    <p class={isLost ? 'connection lost' : 'connection'} role="status">
      <span class="dot" aria-hidden="true" /> {text}{isLost && waiting > 0 && <span class="waiting"> ({waiting} waiting)</span>}
    </p>
  );
}

function FullScreen() {
  const isFull = useSignal(document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => (isFull.value = document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [isFull]);
  if (isFull.value || !document.fullscreenEnabled) return null;
  return (
    <button type="button" class="small" onClick={() => void document.documentElement.requestFullscreen().catch(() => {})}>
      Back to full screen
    </button>
  );
}

const noticeMs = 12_000;

function Notice({ room }: { room: Room }) {
  const text = room.notice.value;
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => (room.notice.value = null), noticeMs);
    return () => clearTimeout(timer);
  }, [room, text]);
  return <p class="notice" role="status">{text && <span>{text}</span>}</p>;
}
