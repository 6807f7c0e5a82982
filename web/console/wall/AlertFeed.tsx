import { useComputed, useSignal } from '@preact/signals';
import { useConsole, useWork } from '../console';
import { hrefs } from '../router';
import { ResolveDialog } from '../session/ResolveDialog';
import { ago, clockTime, count } from '../ui/format';
import { severityWords, typeWords } from '../ui/words';
import { isNews, type OpenAlert } from './card';

/** More would only be scrolled past; the sessions have them all. */
const most = 60;

/** Open alerts of all sessions that go on, newest first. */
export function AlertFeed() {
  const { wall } = useWork();
  const resolving = useSignal<OpenAlert | null>(null);
  const alerts = wall.alerts.value;
  return (
    <aside class="feed" aria-labelledby="feed-heading">
      <h2 id="feed-heading">Open alerts</h2>
      {alerts.length === 0 && <p class="empty">No open alert.</p>}
      <ol>
        {alerts.slice(0, most).map((alert) => <FeedItem key={alert.id} alert={alert} onResolve={() => (resolving.value = alert)} />)}
      </ol>
      {alerts.length > most && <p class="quiet">And {count(alerts.length - most, 'older alert')} in the sessions.</p>}
      {resolving.value && <ResolveDialog alerts={[resolving.value]} onClose={() => (resolving.value = null)} />}
    </aside>
  );
}

function FeedItem({ alert, onResolve }: { alert: OpenAlert; onResolve: () => void }) {
  const { api, wall, directory } = useWork();
  const { now } = useConsole();
  const when = useComputed(() => ago(Math.max(0, now.value - alert.at)));
  const name = directory.userName(wall.card(alert.sessionId)?.peek().candidateId ?? '');
  return (
    <li class={`${alert.severity} ${isNews(alert, api.now()) ? 'new' : ''}`} data-alert={alert.id}>
      <div class="line">
        <a href={hrefs.session(alert.sessionId)}>{name}</a>
        <span class="ago" title={clockTime(alert.at)}>{when}</span>
      </div>
      <p><span class="severity">{severityWords[alert.severity]}</span> {typeWords(alert.type)}</p>
      <div class="line">
        <p class="quiet">{alert.message}</p>
        <button type="button" class="small" onClick={onResolve}>
          Resolve<span class="hidden">: {name}, {typeWords(alert.type)}</span>
        </button>
      </div>
    </li>
  );
}
