import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Given } from '../../shared/api';
import { ApiError, wordsFor } from '../../shared/problem';
import type { ReviewDecision, Session } from '../../shared/types';
import { copyCandidateLink } from '../candidateLink';
import { useConsole, useWork } from '../console';
import { Dialog } from '../ui/Dialog';
import { Field, Form, type Values } from '../ui/Form';
import { Icon } from '../ui/Icon';
import { decisionWords } from '../ui/words';
import { isOver } from '../wall/card';
import { Attempts } from './attempts';
import { useSession } from './context';

export type Action = 'pause' | 'resume' | 'time' | 'terminate' | 'override' | 'removeOverride' | 'review';

/** The commands on a session; each asks before it acts. */
export function Actions() {
  const open = useSession();
  const { notices, rights } = useConsole();
  const asking = useSignal<Action | null>(null);
  const session = open.session.value!;
  const { status } = session;
  const goesOn = status === 'running' || status === 'paused';
  const button = (action: Action, icon: Parameters<typeof Icon>[0]['name'], label: string, why: string | null, tone?: string) => (
    <button type="button" class={tone} disabled={why !== null} title={why ?? undefined} onClick={() => (asking.value = action)}>
      <Icon name={icon} />{label}
    </button>
  );
  return (
    <div class="actions" role="group" aria-label="Actions">
      {rights.control && (status === 'paused'
        ? button('resume', 'play', 'Resume', null, 'primary')
        : button('pause', 'pause', 'Pause', status === 'running' ? null : 'Only a running session can be paused'))}
      {rights.control && button('time', 'clock', 'Grant time', goesOn ? null : 'The session does not run')}
      {rights.control && !isOver(status) && button('terminate', 'stop', goesOn ? 'Terminate' : 'Cancel session', null, 'danger')}
      {isOver(status) && button('review', 'check', session.review ? 'Correct review' : 'Review', reviewable(session), session.review ? undefined : 'primary')}
      {rights.control && <button type="button" onClick={() => copyCandidateLink(session.id, notices)}><Icon name="copy" />Copy candidate’s link</button>}
      {asking.value && <ActionDialog action={asking.value} onClose={() => (asking.value = null)} />}
    </div>
  );
}

const reviewable = ({ status }: Session): string | null => (status === 'cancelled' ? 'A cancelled session was never started' : null);

interface Words {
  title: string;
  about: ComponentChildren;
  action: string;
  danger?: boolean;
  done: string;
  fields: (fault: (field: string) => string | null) => ComponentChildren;
  run: (values: Values, given: Given) => Promise<Session>;
}

export function ActionDialog({ action, onClose }: { action: Action; onClose: () => void }) {
  const open = useSession();
  const { api, directory } = useWork();
  const { notices } = useConsole();
  const session = open.session.peek()!;
  const { id } = session;
  const name = directory.userName(session.candidateId);
  const attempts = useMemo(() => new Attempts(), []);
  const goesOn = session.status === 'running' || session.status === 'paused';
  const words: Record<Action, Words> = {
    pause: {
      title: 'Pause the session', about: `The clock of ${name} stands until you resume. The candidate is told.`, action: 'Pause',
      done: 'The session is paused.', fields: (fault) => <ReasonField fault={fault('reason')} />, run: (values, given) => api.pause(id, values.text('reason'), given),
    },
    resume: {
      title: 'Resume the session', about: `The clock of ${name} goes on, with the time that was left.`, action: 'Resume',
      done: 'The session goes on.', fields: () => null, run: (_, given) => api.resume(id, given),
    },
    time: {
      title: 'Grant time', about: `Moves the end for ${name}. It cannot be taken back.`, action: 'Grant time', done: 'The time is granted.',
      fields: (fault) => (
        <>
          <Field label="Minutes" fault={fault('minutes')}>
            {(given) => <input {...given} name="minutes" type="number" min={1} max={480} step={1} defaultValue="10" required />}
          </Field>
          <ReasonField fault={fault('reason')} />
        </>
      ),
      run: (values, given) => api.grantTime(id, values.number('minutes') ?? 0, values.text('reason'), given),
    },
    terminate: {
      title: goesOn ? 'Terminate the session' : 'Cancel the session',
      about: goesOn ? `Ends the exam of ${name} at once. It cannot be taken back.` : `${name} can no longer start it. It cannot be taken back.`,
      action: goesOn ? 'Terminate' : 'Cancel session', danger: true, done: goesOn ? 'The session is terminated.' : 'The session is cancelled.',
      fields: (fault) => <ReasonField fault={fault('reason')} />, run: (values, given) => api.terminate(id, values.text('reason'), given),
    },
    override: {
      title: 'Override the integrity', about: `Puts your score above the computed ${session.integrity.computed}, which stays and goes on counting.`,
      action: 'Override', done: 'The integrity is overridden.',
      fields: (fault) => (
        <>
          <Field label="Score" fault={fault('score')} hint="0 to 100">
            {(given) => <input {...given} name="score" type="number" min={0} max={100} step={1} defaultValue={String(session.integrity.score)} required />}
          </Field>
          <ReasonField fault={fault('reason')} />
        </>
      ),
      run: (values, given) => api.overrideIntegrity(id, values.number('score') ?? -1, values.text('reason'), { ...given, on: session.lifecycleVersion }),
    },
    removeOverride: {
      title: 'Remove the override', about: `The computed score of ${session.integrity.computed} counts again.`, action: 'Remove',
      done: 'The computed score counts again.', fields: () => null, run: (_, given) => api.removeOverride(id, { ...given, on: session.lifecycleVersion }),
    },
    review: {
      title: session.review ? 'Correct the review' : 'Review the session',
      about: session.review
        ? 'Your decision and note replace those that are shown. The history keeps both, and reports made from now on have yours. The candidate sees neither.'
        : 'Your decision stands in the history and in reports made from now on. The candidate sees neither it nor your note.',
      action: session.review ? 'Correct' : 'Decide',
      done: 'The decision is recorded.',
      fields: (fault) => (
        <>
          <fieldset class="choices">
            <legend>Decision</legend>
            {(Object.keys(decisionWords) as ReviewDecision[]).map((decision) => (
              <label key={decision}>
                <input type="radio" name="decision" value={decision} defaultChecked={decision === (session.review?.decision ?? 'cleared')} />{decisionWords[decision]}
              </label>
            ))}
            {fault('decision') && <p class="fault">Decision {fault('decision')}</p>}
          </fieldset>
          <Field label="Note" fault={fault('note')}>{(given) => <textarea {...given} name="note" rows={3} maxLength={500} defaultValue={session.review?.note ?? ''} />}</Field>
        </>
      ),
      run: (values, given) => api.review(id, values.text('decision') as ReviewDecision, values.optional('note'), { ...given, on: session.lifecycleVersion }),
    },
  };
  const { title, about, action: label, danger, done, fields, run } = words[action];

  const submit = async (values: Values) => {
    try {
      open.changed(await run(values, { idempotencyKey: attempts.keyFor(values.content) }));
    } catch (failure) {
      if (failure instanceof ApiError && (failure.status === 409 || failure.status === 412 || failure.status === 0)) open.reload();
      throw failure;
    }
    notices.tell(done);
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{about}</p>
      <Form action={label} tone={danger ? 'danger' : undefined} onSubmit={submit} onCancel={onClose} wordsFor={(failure) => explain(failure, action)}>
        {fields}
      </Form>
    </Dialog>
  );
}

function ReasonField({ fault }: { fault: string | null }) {
  return (
    <Field label="Reason" fault={fault} hint="Stands in the history and in the report.">
      {(given) => <textarea {...given} name="reason" rows={2} maxLength={500} required />}
    </Field>
  );
}

/** What became of a command that was not carried out, in words. */
export function explain(failure: unknown, action: Action): string {
  if (!(failure instanceof ApiError)) return wordsFor(failure);
  if (failure.status === 412) return 'The session has changed since it was shown. It has been read again: please look once more and decide then.';
  if (failure.status === 409) return `Not possible now: ${failure.message}`;
  if (failure.status === 0 && action === 'time')
    return 'No answer came, so it is not certain whether the time was granted. Trying again here with the same minutes and reason grants it once.';
  return wordsFor(failure);
}
