import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useConsole, useWork } from '../console';
import { hrefs } from '../router';
import { count } from '../ui/format';
import { AlertFeed } from './AlertFeed';
import { CardView } from './CardView';
import { matches, noFilter, type Filter, type Shown } from './filter';

export function WallPage() {
  const { wall, directory } = useWork();
  const filter = useSignal<Filter>(noFilter);
  const visible = useComputed(() => {
    void wall.changes.value;
    const wanted = filter.value;
    return wall.order.value.filter((id) => {
      const card = wall.card(id)?.peek();
      return card && matches(card, wanted, ({ candidateId, examId }) => `${directory.userName(candidateId)} ${directory.examTitle(examId)}`);
    });
  });

  return (
    <div class="wall">
      <section aria-labelledby="wall-heading">
        <div class="heading">
          <h1 id="wall-heading" tabIndex={-1}>Live wall</h1>
          <SummaryLine />
        </div>
        <Filters filter={filter} />
        <CardList ids={visible} isFiltered={filter.value !== noFilter} />
      </section>
      <AlertFeed />
    </div>
  );
}

function SummaryLine() {
  const { running, paused, missing, alerts, urgent } = useWork().wall.summary.value;
  return (
    <p class="summary">
      <span><b>{running}</b> running</span>
      {paused > 0 && <span><b>{paused}</b> paused</span>}
      {missing > 0 && <span class="bad"><b>{missing}</b> missing</span>}
      <span><b>{alerts}</b> open {alerts === 1 ? 'alert' : 'alerts'}</span>
      {urgent > 0 && <span class="bad"><b>{urgent}</b> urgent</span>}
    </p>
  );
}

const choices: [Shown, string][] = [
  ['all', 'All'], ['attention', 'Need attention'], ['running', 'Running'], ['paused', 'Paused'], ['missing', 'Missing'],
];

function Filters({ filter }: { filter: Signal<Filter> }) {
  const { wall, directory } = useWork();
  const exams = useComputed(() => {
    void wall.changes.value;
    const ids = new Set(wall.order.value.map((id) => wall.card(id)?.peek().examId ?? null));
    return [...ids].map((id) => [id ?? 'interview', directory.examTitle(id)] as const).sort((a, b) => a[1].localeCompare(b[1]));
  });
  const change = (part: Partial<Filter>) => {
    const next = { ...filter.peek(), ...part };
    filter.value = next.shown === 'all' && next.exam === '' && next.search === '' ? noFilter : next;
  };
  return (
    <form class="filters" role="search" aria-label="Sessions on the wall" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="segments">
        <legend class="hidden">Show</legend>
        {choices.map(([shown, label]) => (
          <label key={shown}>
            <input type="radio" name="shown" value={shown} checked={filter.value.shown === shown} onChange={() => change({ shown })} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <select aria-label="Exam" value={filter.value.exam} onChange={(event) => change({ exam: event.currentTarget.value })}>
        <option value="">All exams</option>
        {exams.value.map(([id, title]) => <option key={id} value={id}>{title}</option>)}
      </select>
      <input type="search" aria-label="Search by name" placeholder="Search by name" value={filter.value.search}
        onInput={(event) => change({ search: event.currentTarget.value })} />
    </form>
  );
}

function CardList({ ids, isFiltered }: { ids: Signal<string[]>; isFiltered: boolean }) {
  const { wall } = useWork();
  const { rights } = useConsole();
  const list = useRef<HTMLUListElement>(null);
  const focused = useRef<HTMLElement | null>(null);

  // A card that the browser moves loses the focus: give it back.
  const active = document.activeElement;
  focused.current = active instanceof HTMLElement && list.current?.contains(active) ? active : null;
  useLayoutEffect(() => {
    if (focused.current?.isConnected && document.activeElement !== focused.current) focused.current.focus({ preventScroll: true });
  });

  if (!wall.isLoaded.value && ids.value.length === 0) return <p class="empty">Reading the sessions …</p>;
  if (ids.value.length === 0) {
    return isFiltered
      ? <p class="empty">No session matches.</p>
      : <p class="empty">Nothing runs at the moment. Sessions appear here when they start{rights.control && <>; they are planned under <a href={hrefs.administration}>Administration</a></>}.</p>;
  }
  return (
    <ul class="cards" ref={list} aria-label={count(ids.value.length, 'session')}>
      {ids.value.map((id) => <CardView key={id} card={wall.card(id)!} />)}
    </ul>
  );
}
