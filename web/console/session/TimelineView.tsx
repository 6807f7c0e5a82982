import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useConsole } from '../console';
import { clockTime, count } from '../ui/format';
import { severityWords, typeWords } from '../ui/words';
import { severityRank } from '../wall/card';
import { isRoutine, type EventFilter } from './events';
import { useSession } from './context';
import { ticks, timeline, type Lane, type Timeline } from './timeline';

const label = 156;
const laneHeight = 20;
const end = 10;

/** The session drawn: its phases, its alerts, and a lane for each type of event. A click on a cell filters the table. */
export function TimelineView({ filter }: { filter: Signal<EventFilter> }) {
  const open = useSession();
  const { now } = useConsole();
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(800);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => (width.value = Math.max(320, Math.floor(entry!.contentRect.width))));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  // Every 15 s is fine enough for what is drawn in minutes.
  const coarse = useComputed(() => Math.ceil(now.value / 15_000) * 15_000);
  const drawn = useComputed(() =>
    timeline(open.session.value!, open.book.events.value, open.alerts.value, open.history.value, coarse.value));
  return (
    <section class="box" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">Timeline</h2>
      <div ref={box} class="timeline">
        {drawn.value === null ? <p class="empty">The session has not started.</p> : <Drawing line={drawn.value} width={width.value} filter={filter} />}
      </div>
    </section>
  );
}

function Drawing({ line, width, filter }: { line: Timeline; width: number; filter: Signal<EventFilter> }) {
  const x = (at: number) => label + ((Math.min(Math.max(at, line.from), line.to) - line.from) / (line.to - line.from)) * (width - label - end);
  const lanesAt = 46;
  const axisAt = lanesAt + line.lanes.length * laneHeight + 6;
  const summary = `Timeline of ${count(Math.round((line.to - line.from) / 60_000), 'minute')}: ${count(line.alerts.length, 'alert')}, ${line.lanes.map((lane) => `${typeWords(lane.type)} ${lane.count}`).join(', ') || 'no events'}`;
  return (
    <svg width={width} height={axisAt + 20} viewBox={`0 0 ${width} ${axisAt + 20}`} role="img" aria-label={summary}>
      {ticks(line.from, line.to, Math.floor((width - label) / 80)).map(({ at, minute }) => (
        <g key={at} class="tick">
          <line x1={x(at)} x2={x(at)} y1={4} y2={axisAt} />
          <text x={x(at)} y={axisAt + 14} text-anchor={x(at) > width - 30 ? 'end' : 'middle'}>{minute === 0 ? clockTime(at).slice(0, 5) : `+${minute} min`}</text>
        </g>
      ))}
      <text class="name" x={0} y={16}>Session</text>
      {line.phases.map((phase) => (
        <rect key={`${phase.kind}${phase.from}`} class={`phase ${phase.kind}`} x={x(phase.from)} y={6} height={12} width={Math.max(1, x(phase.to) - x(phase.from))} rx={2}>
          <title>{`${phase.kind}, ${clockTime(phase.from)} – ${clockTime(phase.to)}`}</title>
        </rect>
      ))}
      <text class="name" x={0} y={37}>Alerts</text>
      {line.alerts.toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]).map((alert) => (
        <path key={alert.id} class={`marker ${alert.severity} ${alert.status}`} d={`M${x(Date.parse(alert.at))} 26l5 5-5 5-5-5z`}>
          <title>{`${clockTime(alert.at)}, ${severityWords[alert.severity]}: ${alert.message}${alert.status === 'resolved' ? ' (resolved)' : ''}`}</title>
        </path>
      ))}
      {line.lanes.map((lane, i) => (
        <LaneView key={lane.type} lane={lane} line={line} y={lanesAt + i * laneHeight} x={x}
          onPick={(from) => (filter.value = { ...filter.peek(), type: lane.type, from, to: from + line.step })} />
      ))}
    </svg>
  );
}

interface LaneProps {
  lane: Lane;
  line: Timeline;
  y: number;
  x: (at: number) => number;
  onPick: (from: number) => void;
}

/** Heights and not shades tell how many: they can be told apart by everybody. */
function LaneView({ lane, line, y, x, onPick }: LaneProps) {
  const highest = Math.max(...lane.cells.map((cell) => cell.count));
  const room = laneHeight - 4;
  return (
    <g class={`lane ${lane.points > 0 ? 'costly' : isRoutine(lane.type) ? 'routine' : ''}`}>
      <text class="name" x={0} y={y + 14}>{typeWords(lane.type)}</text>
      <text class="total" x={label - 8} y={y + 14} text-anchor="end">{lane.count}</text>
      <line class="base" x1={label} x2={x(line.to)} y1={y + laneHeight - 2} y2={y + laneHeight - 2} />
      {lane.cells.map((cell) => {
        const height = Math.max(4, Math.round((cell.count / highest) * room));
        const left = x(cell.from);
        return (
          <rect key={cell.from} x={left} y={y + laneHeight - 2 - height} height={height} width={Math.max(2, x(cell.from + line.step) - left - 1)} rx={1}
            onClick={() => onPick(cell.from)}>
            <title>{`${clockTime(cell.from)}: ${count(cell.count, 'event')}${cell.points > 0 ? `, −${cell.points} points` : ''}`}</title>
          </rect>
        );
      })}
    </g>
  );
}
