import type { NewExam, Sensitivity } from '../../shared/types';
import { useWork } from '../console';
import { count, duration } from '../ui/format';
import { Field, type Values } from '../ui/Form';
import { AddForm } from './AddForm';

const sensitivities: [Sensitivity, string][] = [
  ['low', 'Low: a run of the same event costs once'], ['medium', 'Medium: what the camera sees costs points'],
  ['high', 'High: what the browser sees costs points too'],
];

export function Exams() {
  const { api, directory } = useWork();
  const exams = [...directory.exams.value.values()];
  return (
    <section class="box" aria-labelledby="exams-heading">
      <h2 id="exams-heading">2. Exam</h2>
      <AddForm action="Create exam" onSubmit={async (values, idempotencyKey) => {
        const exam = await api.createExam(examOf(values), { idempotencyKey });
        directory.addExams([exam]);
        return `“${exam.title}” is created.`;
      }}>
        {(fault) => (
          <>
            <Field label="Title" fault={fault('title')}>{(given) => <input {...given} name="title" autocomplete="off" required />}</Field>
            <div class="pair">
              <Field label="Minutes" fault={fault('durationMinutes')}>
                {(given) => <input {...given} name="durationMinutes" type="number" min={1} max={1440} defaultValue="60" required />}
              </Field>
              <Field label="Questions" fault={fault('totalQuestions')}>
                {(given) => <input {...given} name="totalQuestions" type="number" min={1} max={1000} />}
              </Field>
            </div>
            <Field label="Sensitivity" fault={fault('sensitivity')}>
              {(given) => (
                <select {...given} name="sensitivity" defaultValue="medium">
                  {sensitivities.map(([value, words]) => <option key={value} value={value} selected={value === 'medium'}>{words}</option>)}
                </select>
              )}
            </Field>
            <label class="check"><input type="checkbox" name="allowTabSwitch" />Leaving the tab is allowed</label>
            <label class="check"><input type="checkbox" name="allowCopyPaste" />Copy and paste are allowed</label>
            <Field label="Instructions" fault={fault('instructions')}>{(given) => <textarea {...given} name="instructions" rows={3} maxLength={10_000} />}</Field>
          </>
        )}
      </AddForm>
      <details>
        <summary>{count(exams.length, 'exam')}</summary>
        <ul class="plain-list">
          {exams.map((exam) => <li key={exam.id}>{exam.title} <span class="quiet">{duration(exam.durationMinutes * 60)} · {exam.sensitivity}</span></li>)}
        </ul>
      </details>
    </section>
  );
}

function examOf(values: Values): NewExam {
  const totalQuestions = values.number('totalQuestions');
  const instructions = values.optional('instructions');
  return {
    title: values.text('title'),
    durationMinutes: values.number('durationMinutes') ?? 0,
    sensitivity: values.text('sensitivity') as Sensitivity,
    allowTabSwitch: values.checked('allowTabSwitch'),
    allowCopyPaste: values.checked('allowCopyPaste'),
    ...(totalQuestions === undefined ? {} : { totalQuestions }),
    ...(instructions === undefined ? {} : { instructions }),
  };
}
