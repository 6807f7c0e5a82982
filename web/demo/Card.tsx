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
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" /><path class="tick" d="m8.5 11.8 2.6 2.6 4.6-5" /></svg>
      Proctoring <span>demo exam</span>
    </p>
  );
}
