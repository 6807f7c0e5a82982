import { useComputed, useSignal } from '@preact/signals';
import { useConsole, useWork } from '../console';
import { count, dateTime, percent } from '../ui/format';
import { componentWords, typeWords } from '../ui/words';
import { ActionDialog, type Action } from './Actions';
import { costs } from './events';
import { useSession } from './context';

/** Why the integrity and the risk are what they are. */
export function Score() {
  const session = useSession().session.value!;
  return (
    <section class="box" aria-labelledby="score-heading">
      <h2 id="score-heading">Score</h2>
      <IntegrityPart />
      <h3>Risk <b class={`risk ${session.risk.level}`}>{percent(session.risk.score)} · {session.risk.level}</b></h3>
      <p class="quiet">How far the behaviour is from the usual: the weighted sum of</p>
      <table class="components">
        <thead>
          <tr><th scope="col">Component</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Value</th></tr>
        </thead>
        <tbody>
          {session.risk.components.map((component) => (
            <tr key={component.name}>
              <th scope="row">{componentWords(component.name)}<p class="quiet">{component.why}</p></th>
              <td class="number">{percent(component.weight)}</td>
              <td class="number"><b>{component.value.toFixed(1)}</b></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function IntegrityPart() {
  const open = useSession();
  const { directory } = useWork();
  const { rights } = useConsole();
  const asking = useSignal<Action | null>(null);
  const parts = useComputed(() => costs(open.book.events.value));
  const { integrity } = open.session.value!;
  const lost = 100 - integrity.computed;
  const sum = parts.value.reduce((total, part) => total + part.points, 0);
  return (
    <>
      <h3 class="line">
        <span>Integrity <b class={integrity.score < 50 ? 'bad' : integrity.score < 80 ? 'fair' : ''}>{integrity.score}</b> <span class="quiet">of 100</span></span>
        {rights.control && <button type="button" class="small" onClick={() => (asking.value = 'override')}>Override</button>}
      </h3>
      {integrity.override && (
        <div class="override">
          <p>
            Set to {integrity.override.score} by {directory.userName(integrity.override.by)} on {dateTime(integrity.override.at)}:
            “{integrity.override.reason}”. Computed: <b>{integrity.computed}</b>.
          </p>
          {rights.control && <button type="button" class="small" onClick={() => (asking.value = 'removeOverride')}>Remove override</button>}
        </div>
      )}
      {lost === 0 ? <p class="quiet">No event has cost a point.</p> : (
        <>
          <p class="quiet">{integrity.override ? 'The computed score' : 'It'} started at 100. What took points:</p>
          <table class="costs">
            <thead>
              <tr><th scope="col">Events</th><th scope="col" class="number">Count</th><th scope="col" class="number">Points</th></tr>
            </thead>
            <tbody>
              {parts.value.map((part) => (
                <tr key={part.type}>
                  <th scope="row">
                    {typeWords(part.type)}
                    {part.reasons.map(({ reason, count: times }) => (
                      <p key={reason} class="quiet">{times > 1 && `${times} × `}{brief(reason)}</p>
                    ))}
                  </th>
                  <td class="number">{part.count}</td>
                  <td class="number"><b>−{part.points}</b></td>
                </tr>
              ))}
            </tbody>
          </table>
          {!open.book.isReading.value && sum > lost && (
            <p class="quiet">{count(sum, 'point')} in all; the score does not fall below 0.</p>
          )}
        </>
      )}
      {asking.value && <ActionDialog action={asking.value} onClose={() => (asking.value = null)} />}
    </>
  );
}

/** The rule without what all rules of the session say. */
const brief = (reason: string): string => reason.replace(/^[A-Z_]+: /, '').replace(/ \(\w+ policy, version \d+\)$/, '');
