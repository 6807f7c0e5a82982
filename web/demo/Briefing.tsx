import { useSignal } from '@preact/signals';
import { wordsFor } from '../shared/problem';
import { Card } from './Card';
import { captured, neverCaptured } from './content/privacy';
import { DeviceCheck } from './DeviceCheck';
import type { Room } from './room';

/** What the candidate reads and agrees to before the clock starts. */
export function Briefing({ room }: { room: Room }) {
  const agreed = useSignal(false);
  const busy = useSignal(false);
  const failure = useSignal<string | null>(null);
  const stream = useSignal<MediaStream | null>(null);
  const exam = room.exam.value;
  const session = room.session.value!;
  const isRunning = session.status === 'running' || session.status === 'paused';

  const begin = async () => {
    busy.value = true;
    failure.value = null;
    // First, while the browser still takes the click for the permission that this needs. Without it the exam goes on in the window.
    await document.documentElement.requestFullscreen?.().catch(() => {});
    try {
      await room.begin(stream.value);
    } catch (problem) {
      failure.value = wordsFor(problem);
      busy.value = false;
      if (document.fullscreenElement) await document.exitFullscreen();
    }
  };

  return (
    <Card title={exam?.title ?? 'Interview'} wide busy={busy.value}>
      {exam?.description && <p class="lead">{exam.description}</p>}
      <dl class="facts">
        <div><dt>Candidate</dt><dd>{room.user.value?.name}</dd></div>
        <div><dt>Working time</dt><dd>{Math.round(session.durationSeconds / 60)} minutes</dd></div>
        {exam?.totalQuestions && <div><dt>Questions</dt><dd>{exam.totalQuestions}</dd></div>}
        <div><dt>Copy and paste</dt><dd>{exam?.allowCopyPaste ? 'allowed' : 'not allowed'}</dd></div>
        <div><dt>Other tabs</dt><dd>{exam?.allowTabSwitch ? 'allowed' : 'not allowed'}</dd></div>
      </dl>
      {exam?.instructions && (
        <section>
          <h2>Instructions</h2>
          <p class="pre">{exam.instructions}</p>
        </section>
      )}
      <section>
        <h2>What is recorded</h2>
        <div class="columns">
          <div>
            <h3>Your proctor sees</h3>
            <ul class="yes">{captured(exam).map((text) => <li key={text}>{text}</li>)}</ul>
          </div>
          <div>
            <h3>Nobody ever sees</h3>
            <ul class="no">{neverCaptured.map((text) => <li key={text}>{text}</li>)}</ul>
          </div>
        </div>
      </section>
      <DeviceCheck stream={stream} />
      <label class="check consent">
        <input type="checkbox" checked={agreed.value} onChange={(event) => (agreed.value = event.currentTarget.checked)} />
        I have read this and agree that it is recorded during the exam.
      </label>
      <p role="alert" class="fault">{failure}</p>
      <p class="actions">
        <button type="button" class="primary" disabled={!agreed.value || busy.value} onClick={begin}>
          {isRunning ? 'Go on with the exam' : 'Start the exam'}
        </button>
        <button type="button" class="plain" onClick={() => room.signOut()}>Not {room.user.value?.name}?</button>
      </p>
      <p class="hint">The exam opens in full screen. {isRunning ? 'The clock is running.' : 'The clock starts at once.'}</p>
    </Card>
  );
}
