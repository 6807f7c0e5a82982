import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useWork } from '../console';
import { count } from '../ui/format';
import { severityWords, typeWords } from '../ui/words';
import { severityRank, type OpenAlert } from './card';

/** In ms: several alerts at once are said in one breath. */
const breath = 1_500;

/** Says new alerts to screen readers, without a sound and without interrupting. */
export function Announcer() {
  const { wall, directory } = useWork();
  const text = useSignal('');
  const waiting = useRef<OpenAlert[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    wall.onNewAlerts = (alerts) => {
      waiting.current.push(...alerts);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const news = waiting.current.splice(0);
        const worst = news.reduce((a, b) => (severityRank[b.severity] > severityRank[a.severity] ? b : a));
        const candidate = directory.userName(wall.card(worst.sessionId)?.peek().candidateId ?? '');
        const words = `${severityWords[worst.severity]} alert: ${candidate}, ${typeWords(worst.type)}`;
        text.value = news.length === 1 ? words : `${count(news.length, 'new alert')}. ${words}`;
      }, breath);
    };
    return () => {
      wall.onNewAlerts = () => {};
      clearTimeout(timer.current);
    };
  }, [wall]);
  return <p class="hidden" aria-live="polite">{text}</p>;
}
