import { useEffect, useRef } from 'preact/hooks';
import { isAnswered } from './answers';
import { questions } from './content/questions';
import type { Room } from './room';

export function HandInDialog({ room, onclose }: { room: Room; onclose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const open = questions.filter((question) => !isAnswered(room.answers.all.value[question.id]));
  const busy = room.handingIn.value;
  return (
    <dialog ref={dialog} class="card" aria-labelledby="hand-in-title" onClose={onclose}>
      <h2 id="hand-in-title">Hand in your answers?</h2>
      <p>
        {open.length === 0
          ? 'You have answered every question.'
          : `${open.length} of ${questions.length} questions ${open.length === 1 ? 'has' : 'have'} no answer: ${open.map((question) => question.title).join('; ')}.`}
        {' '}This ends the exam; nothing can be changed afterwards.
      </p>
      <p role="alert" class="fault">{room.failure.value}</p>
      <p class="actions">
        <button type="button" class="primary" disabled={busy} onClick={() => void room.handIn()}>{busy ? 'Handing in …' : 'Hand in'}</button>
        <button type="button" disabled={busy} onClick={() => dialog.current?.close()}>Go on working</button>
      </p>
    </dialog>
  );
}
