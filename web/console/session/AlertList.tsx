import { useSignal } from '@preact/signals';
import type { Alert } from '../../shared/types';
import { useWork } from '../console';
import { clockTime, count, dateTime } from '../ui/format';
import { severityWords, typeWords } from '../ui/words';
import { ResolveDialog } from './ResolveDialog';
import { useSession } from './context';

export function AlertList() {
  const open = useSession();
  const resolving = useSignal<readonly Alert[] | null>(null);
  const alerts = open.alerts.value;
  const waiting = alerts.filter((alert) => alert.status === 'open').reverse();
  const seenTo = alerts.filter((alert) => alert.status === 'resolved').reverse();
  return (
    <section class="box" aria-labelledby="alerts-heading">
      <div class="line">
        <h2 id="alerts-heading">Alerts <span class="quiet">{waiting.length} open</span></h2>
        {waiting.length > 1 && <button type="button" class="small" onClick={() => (resolving.value = waiting)}>Resolve all</button>}
      </div>
      {alerts.length === 0 && <p class="empty">None so far.</p>}
      <ul class="alerts open-alerts">
        {waiting.map((alert) => (
          <li key={alert.id} class={alert.severity} data-alert={alert.id}>
            <div class="line">
              <p><span class="severity">{severityWords[alert.severity]}</span> <b>{typeWords(alert.type)}</b></p>
              <span class="ago">{clockTime(alert.at)}</span>
            </div>
            <div class="line">
              <p class="quiet">{alert.message}</p>
              <button type="button" class="small" onClick={() => (resolving.value = [alert])}>
                Resolve<span class="hidden">: {typeWords(alert.type)}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      {seenTo.length > 0 && (
        <details>
          <summary>{count(seenTo.length, 'resolved alert')}</summary>
          <ul class="alerts">{seenTo.map((alert) => <Resolved key={alert.id} alert={alert} />)}</ul>
        </details>
      )}
      {resolving.value && (
        <ResolveDialog alerts={resolving.value} onClose={() => (resolving.value = null)} onResolved={(alert) => open.resolved(alert)} />
      )}
    </section>
  );
}

function Resolved({ alert }: { alert: Alert }) {
  const { directory } = useWork();
  return (
    <li class="resolved">
      <div class="line">
        <p><span class="severity">{severityWords[alert.severity]}</span> {typeWords(alert.type)}</p>
        <span class="ago">{clockTime(alert.at)}</span>
      </div>
      <p class="quiet">{alert.message}</p>
      {alert.resolvedAt && (
        <p class="quiet">
          Resolved {dateTime(alert.resolvedAt)}{alert.resolvedBy && ` by ${directory.userName(alert.resolvedBy)}`}{alert.note && `: “${alert.note}”`}
        </p>
      )}
    </li>
  );
}
