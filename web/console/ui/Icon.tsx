/** Drawn with the text's colour; always next to words, so hidden from screen readers. */
const paths = {
  alert: 'M8 1.8 15 14H1L8 1.8Zm0 4.2v4m0 1.6v.6',
  back: 'M9.5 3 4.5 8l5 5',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  clock: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 4v4.2l2.6 1.8',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  down: 'M8 2v8m0 0L4.7 6.8M8 10l3.3-3.2M2.5 13.5h11',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z',
  out: 'M6 2.5H2.5v11H6M6.5 8h7m0 0-2.7-2.7M13.5 8l-2.7 2.7',
  pause: 'M5 3v10M11 3v10',
  play: 'M4.5 2.8v10.4L13 8 4.5 2.8Z',
  plus: 'M8 3v10M3 8h10',
  stop: 'M3.5 3.5h9v9h-9z',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  system: 'M2 3h12v8.5H2zM5.5 14h5M8 11.5V14',
  away: 'M8 2.2a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2ZM3 14c0-3 2-4.6 5-4.6S13 11 13 14M2 2l12 12',
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
