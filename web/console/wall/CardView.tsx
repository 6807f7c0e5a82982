import { useComputed, type ReadonlySignal } from '@preact/signals';
import { useConsole, useWork } from '../console';
import { hrefs } from '../router';
import { ago, percent, timeLeft } from '../ui/format';
import { Icon } from '../ui/Icon';
import { severityWords, statusWords, typeWords } from '../ui/words';
import { isNews, isOver, openCount, worstAlert, type Card } from './card';
import { attention } from './order';

/** One session. It draws itself when its own signal changes, whatever the rest of the wall does. */
export function CardView({ card: signal }: { card: ReadonlySignal<Card> }) {
  const { api, directory } = useWork();
  const card = signal.value;
  const level = attention(card);
  const worst = worstAlert(card);
  return (
    <li class={`card attention-${level}`} data-session={card.id} data-status={card.status}>
      <div class="line">
        <h2><a href={hrefs.session(card.id)}>{directory.userName(card.candidateId)}</a></h2>
        <TimeLeft card={signal} />
      </div>
      <div class="line">
        <span class="exam" title={directory.examTitle(card.examId)}>{directory.examTitle(card.examId)}</span>
        <PresenceView card={signal} />
      </div>
      <div class="figures">
        <span class={`integrity ${card.integrity < 50 ? 'bad' : card.integrity < 80 ? 'fair' : ''}`}>
          Integrity <b>{card.integrity}</b>
          <meter min={0} max={100} low={50} high={80} optimum={100} value={card.integrity} aria-hidden="true" />
        </span>
        <span class={`risk ${card.level}`}>Risk <b>{percent(card.risk)}</b> {card.level}</span>
      </div>
      {worst && (
        // Drawn anew for each new alert and each that grows, so that the eye is caught again.
        <p key={`${card.alerts[0]!.id} ${card.alerts[0]!.count}`} class={`worst ${worst.severity} ${isNews(card.alerts[0]!, api.now()) ? 'new' : ''}`}>
          <span class="badge" title="Open alerts"><Icon name="alert" />{openCount(card)}<span class="hidden"> open, worst: {severityWords[worst.severity]}</span></span>
          <span class="what">{typeWords(worst.type)}</span>
          <Ago at={worst.at} />
        </p>
      )}
    </li>
  );
}

function TimeLeft({ card }: { card: ReadonlySignal<Card> }) {
  const { now } = useConsole();
  const text = useComputed(() => {
    const { status, deadline, remaining } = card.value;
    if (isOver(status)) return statusWords[status];
    if (status === 'paused') return `Paused${remaining === null ? '' : `, ${timeLeft(remaining * 1000)} left`}`;
    return deadline === null ? statusWords[status] : timeLeft(deadline - now.value);
  });
  const isShort = useComputed(() => card.value.status === 'running' && card.value.deadline !== null && card.value.deadline - now.value < 5 * 60_000);
  const status = card.value.status;
  return (
    <span class={`left ${isOver(status) ? 'over' : status} ${isShort.value ? 'short' : ''}`}>
      {status === 'running' && <span class="hidden">Time left </span>}
      {text}
    </span>
  );
}

/** Between the times at which it is heard of, "present" is the server's word: it reports after 60 s without a sign. */
function PresenceView({ card }: { card: ReadonlySignal<Card> }) {
  const { now } = useConsole();
  const text = useComputed(() => {
    const { status, presence, lastSeen } = card.value;
    if (status !== 'running') return '';
    const since = lastSeen === null ? null : Math.max(0, now.value - lastSeen);
    if (presence === 'missing') return since === null ? 'Missing' : `Missing ${ago(since)}`;
    return since !== null && since < 60_000 ? `Seen ${ago(since)}` : 'Present';
  });
  const isMissing = card.value.status === 'running' && card.value.presence === 'missing';
  return (
    <span class={`presence ${isMissing ? 'missing' : ''}`}>
      {isMissing && <Icon name="away" />}
      {text}
    </span>
  );
}

function Ago({ at }: { at: number }) {
  const { now } = useConsole();
  return <span class="ago">{useComputed(() => ago(Math.max(0, now.value - at)))}</span>;
}
