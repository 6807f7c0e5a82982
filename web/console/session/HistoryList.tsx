import { useWork } from '../console';
import type { HistoryItem } from '../../shared/types';
import { dateTime } from '../ui/format';
import { historyWords } from '../ui/words';
import { useSession } from './context';

export function HistoryList() {
  const items = useSession().history.value;
  const { directory } = useWork();
  const who = ({ kind, id }: HistoryItem['who']) => (kind === 'system' ? 'the system' : id === null ? kind : directory.userName(id));
  return (
    <section class="box" aria-labelledby="history-heading">
      <h2 id="history-heading">History</h2>
      <ol class="history">
        {items.map((item, i) => (
          <li key={i}>
            <p><b>{historyWords(item)}</b> <span class="quiet">by {who(item.who)}</span></p>
            {item.why && <p>{item.why}</p>}
            <p class="quiet">{dateTime(item.when)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
