import { useComputed, useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { eventTypes, type EventType, type ScoredEvent } from '../../shared/types';
import { clockTime, percent, timeLeft } from '../ui/format';
import { typeWords } from '../ui/words';
import { allEvents, countsAt, filtered, type EventFilter } from './events';
import { useSession } from './context';

const perPage = 50;

export function EventTable({ filter }: { filter: Signal<EventFilter> }) {
  const open = useSession();
  const page = useSignal(0);
  const found = useComputed(() => filtered(open.book.events.value, filter.value).reverse());
  useSignalEffect(() => {
    void filter.value;
    page.value = 0;
  });
  const types = useComputed(() => {
    const had = new Set(open.book.events.value.map((event) => event.type));
    return eventTypes.filter((type) => had.has(type));
  });
  const change = (part: Partial<EventFilter>) => (filter.value = { ...filter.peek(), ...part });
  const { type, costly, quiet, from, to } = filter.value;
  const pages = Math.max(1, Math.ceil(found.value.length / perPage));
  const current = Math.min(page.value, pages - 1);
  const rows = found.value.slice(current * perPage, (current + 1) * perPage);
  const started = open.session.value?.startedAt ?? null;
  const start = started === null ? null : Date.parse(started);

  return (
    <section class="box" aria-labelledby="events-heading">
      <div class="heading">
        <h2 id="events-heading">Events</h2>
        <span class="quiet" role="status">
          {open.book.isReading.value ? `Reading … ${open.book.events.value.length.toLocaleString()} so far` : `${found.value.length.toLocaleString()} of ${open.book.events.value.length.toLocaleString()}`}
          {open.book.isFull && ' (the report has them all)'}
        </span>
      </div>
      <form class="filters" aria-label="Events" onSubmit={(event) => event.preventDefault()}>
        <select aria-label="Type" value={type} onChange={(event) => change({ type: event.currentTarget.value as EventType | '' })}>
          <option value="">All types</option>
          {types.value.map((name) => <option key={name} value={name}>{typeWords(name)}</option>)}
        </select>
        <label class="check"><input type="checkbox" checked={costly} onChange={(event) => change({ costly: event.currentTarget.checked })} />Cost points</label>
        {type === '' && (
          <label class="check"><input type="checkbox" checked={quiet} onChange={(event) => change({ quiet: event.currentTarget.checked })} />Hide heartbeats and samples</label>
        )}
        {from !== null && to !== null && (
          <button type="button" class="small" onClick={() => change({ from: null, to: null })}>
            {clockTime(from)} – {clockTime(to)} <span aria-hidden="true">×</span><span class="hidden">Show all times</span>
          </button>
        )}
        {filter.value !== allEvents && <button type="button" class="small" onClick={() => (filter.value = allEvents)}>Reset</button>}
      </form>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of events">
        <table class="events">
          <thead>
            <tr>
              <th scope="col">Time</th><th scope="col">Type</th><th scope="col">Details</th>
              <th scope="col" class="number">Points</th><th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((event) => <Row key={event.id} event={event} start={start} />)}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && !open.book.isReading.value && <p class="empty">No event matches.</p>}
      {pages > 1 && (
        <nav class="pager" aria-label="Pages of events">
          <button type="button" class="small" disabled={current === 0} onClick={() => (page.value = current - 1)}>Newer</button>
          <span>{(current * perPage + 1).toLocaleString()} – {Math.min(found.value.length, (current + 1) * perPage).toLocaleString()} of {found.value.length.toLocaleString()}</span>
          <button type="button" class="small" disabled={current === pages - 1} onClick={() => (page.value = current + 1)}>Older</button>
        </nav>
      )}
    </section>
  );
}

export function Row({ event, start }: { event: ScoredEvent; start: number | null }) {
  const at = Date.parse(event.occurredAt);
  return (
    <tr class={event.deduction > 0 ? 'costly' : ''}>
      <td class="numbers">
        {clockTime(at)}{start !== null && <span class="quiet" title="Since the start"> +{timeLeft(countsAt(event) - start)}</span>}
        {event.beforeStart && <span class="late" title={`Dated before the start, which cannot be: it counts when it was received, at ${clockTime(event.receivedAt)}`}>before start</span>}
        {event.late && <span class="late" title="Received more than 5 minutes after it occurred">late</span>}
      </td>
      <th scope="row">{typeWords(event.type)}</th>
      <td>{details(event)}</td>
      <td class="number">{event.deduction > 0 ? <b>−{event.deduction}</b> : '0'}</td>
      <td class="quiet">{event.reason.replace(/^[A-Z_]+: /, '')}</td>
    </tr>
  );
}

function details(event: ScoredEvent): string {
  const parts: string[] = [];
  if (event.label) parts.push(event.label);
  if (event.confidence !== undefined) parts.push(`${percent(event.confidence)} sure`);
  if (event.durationMs !== undefined) parts.push(`${(event.durationMs / 1000).toFixed(1)} s`);
  if (event.data) parts.push(Object.entries(event.data).map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 10) / 10 : typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', '));
  return parts.join(' · ');
}
