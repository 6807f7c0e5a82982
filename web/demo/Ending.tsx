import type { SessionStatus } from '../shared/types';
import { Card } from './Card';
import type { Room } from './room';

const endings: Partial<Record<SessionStatus, { title: string; text: string }>> = {
  submitted: { title: 'Your exam is handed in', text: 'Your answers have arrived. You can close this page.' },
  timedOut: { title: 'The time is over', text: 'The exam has ended at its deadline.' },
  terminated: { title: 'The exam has been ended', text: 'Your proctor has ended this exam.' },
  abandoned: { title: 'The exam has ended', text: 'Nothing was heard of this page for too long, so the exam was closed.' },
  cancelled: { title: 'The exam is cancelled', text: 'This exam will not take place. Your proctor can tell you more.' },
};

export function Ending({ room }: { room: Room }) {
  const session = room.session.value!;
  const { title, text } = endings[session.status] ?? { title: 'The exam has ended', text: '' };
  const answers = room.answers.all.value;
  const isLeft = session.status !== 'submitted' && Object.keys(answers).length > 0;
  return (
    <Card title={title}>
      <p>{text}</p>
      {(session.status === 'terminated' || session.status === 'cancelled') && room.reason.value && <blockquote>{room.reason.value}</blockquote>}
      <dl class="facts">
        <div><dt>Exam</dt><dd>{room.exam.value?.title ?? 'Interview'}</dd></div>
        {session.endedAt && <div><dt>Ended</dt><dd>{new Date(session.endedAt).toLocaleString()}</dd></div>}
        <div><dt>Reference</dt><dd class="reference">{session.id}</dd></div>
      </dl>
      {isLeft && (
        <p>
          The answers of this page were not handed in. They are still in this browser:{' '}
          <a download={`answers-${session.id}.json`} href={`data:application/json,${encodeURIComponent(JSON.stringify(answers, null, 2))}`}>
            keep a copy
          </a> for your proctor.
        </p>
      )}
      <p class="hint">Recording has stopped.</p>
    </Card>
  );
}
