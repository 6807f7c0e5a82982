import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface CardProps {
  title: string;
  busy?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

/** A page of one card in the middle. */
export function Card({ title, busy = false, wide = false, children }: CardProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="centre">
      <header><Brand /></header>
      <main class={wide ? 'card wide' : 'card'} aria-busy={busy}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}

export function Brand() {
  return (
    <p class="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="11" /></svg>
      Proctoring <span>demo exam</span>
    </p>
  );
}
