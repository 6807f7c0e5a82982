import { useSignal } from '@preact/signals';
import type { Session } from '../../shared/types';
import { copyCandidateLink } from '../candidateLink';
import { useConsole, useWork } from '../console';
import { hrefs } from '../router';
import { Field } from '../ui/Form';
import { Icon } from '../ui/Icon';
import { AddForm } from './AddForm';

/** A session for one candidate, and the link to send. */
export function Sessions() {
  const { api, directory } = useWork();
  const { notices } = useConsole();
  const made = useSignal<readonly Session[]>([]);
  const exam = useSignal('');
  const candidates = directory.usersOf('candidate').sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section class="box" aria-labelledby="plan-heading">
      <h2 id="plan-heading">3. Session</h2>
      <AddForm action="Plan session" onSubmit={async (values, idempotencyKey) => {
        const examId = values.optional('examId');
        const minutes = values.number('durationMinutes');
        const scheduledAt = values.time('scheduledAt');
        const session = await api.createSession({
          candidateId: values.optional('candidateId')!,
          ...(examId === undefined ? {} : { examId }),
          ...(minutes === undefined ? {} : { durationMinutes: minutes }),
          ...(scheduledAt === undefined ? {} : { scheduledAt }),
        }, { idempotencyKey });
        made.value = [session, ...made.peek()];
        exam.value = '';
        return `The session of ${directory.userName(session.candidateId)} is planned.`;
      }}>
        {(fault) => (
          <>
            <Field label="Candidate" fault={fault('candidateId')}>
              {(given) => (
                <select {...given} name="candidateId" required>
                  <option value="">Choose …</option>
                  {candidates.map((user) => <option key={user.id} value={user.id}>{user.name}, {user.email}</option>)}
                </select>
              )}
            </Field>
            <Field label="Exam" fault={fault('examId')}>
              {(given) => (
                <select {...given} name="examId" onChange={(event) => (exam.value = event.currentTarget.value)}>
                  <option value="">None: an interview</option>
                  {[...directory.exams.value.values()].map((item) => <option key={item.id} value={item.id}>{item.title}</option>)}
                </select>
              )}
            </Field>
            <div class="pair">
              <Field label="Minutes" fault={fault('durationMinutes')} hint={exam.value === '' ? 'Needed without an exam' : 'Empty: as the exam says'}>
                {(given) => <input {...given} name="durationMinutes" type="number" min={1} max={1440} />}
              </Field>
              <Field label="Planned for" fault={fault('scheduledAt')} hint="May be left empty">
                {(given) => <input {...given} name="scheduledAt" type="datetime-local" />}
              </Field>
            </div>
          </>
        )}
      </AddForm>
      {made.value.length > 0 && (
        <ul class="plain-list">
          {made.value.map((session) => (
            <li key={session.id} class="line">
              <a href={hrefs.session(session.id)}>{directory.userName(session.candidateId)}, {directory.examTitle(session.examId)}</a>
              <button type="button" class="small" onClick={() => copyCandidateLink(session.id, notices)}><Icon name="copy" />Copy link</button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
