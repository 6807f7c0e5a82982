import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isAnswered } from './answers';
import { questions } from './content/questions';
import { HandInDialog } from './HandInDialog';
import { QuestionView } from './QuestionView';
import type { Room } from './room';
import { Status } from './Status';

/** The exam under way. */
export function Paper({ room }: { room: Room }) {
  const at = useSignal(0);
  const asking = useSignal(false);
  const question = questions[at.value]!;
  const answers = room.answers.all.value;
  const isPaused = room.session.value?.status === 'paused';
  const title = room.exam.value?.title ?? 'Interview';

  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => room.showQuestion(question.id), [room, question.id]);

  const leave = () => {
    if (isAnswered(answers[question.id])) room.leaveQuestion(question.id);
  };
  const go = (to: number) => {
    if (to === at.value) return;
    leave();
    at.value = to;
  };
  const askToHandIn = () => {
    leave();
    asking.value = true;
  };
  const goOn = () => {
    asking.value = false;
    room.showQuestion(question.id);
  };
  const isLast = at.value === questions.length - 1;

  return (
    <>
      <div class="paper" inert={isPaused}>
        <Status room={room} title={title} />
        <div class="desk">
          <nav aria-label="Questions">
            <ol>
              {questions.map((other, index) => (
                <li key={other.id}>
                  <button
                    type="button" aria-current={index === at.value ? 'step' : undefined}
                    class={isAnswered(answers[other.id]) ? 'answered' : ''} onClick={() => go(index)}
                  >
                    <span class="number">{index + 1}</span>
                    <span class="name">{other.title}</span>
                    {isAnswered(answers[other.id]) && <span class="hidden">, answered</span>}
                  </button>
                </li>
              ))}
            </ol>
            {room.exam.value?.instructions && (
              <details>
                <summary>Instructions</summary>
                <p class="pre">{room.exam.value.instructions}</p>
              </details>
            )}
          </nav>
          <main>
            {isPaused
              ? null
              : (
                <QuestionView
                  key={question.id} question={question} number={at.value + 1} of={questions.length} answer={answers[question.id]}
                  onanswer={(answer) => room.answers.set(question.id, answer)}
                />
              )}
            <p class="steps">
              <button type="button" disabled={at.value === 0} onClick={() => go(at.value - 1)}>Back</button>
              {isLast
                ? <button type="button" class="primary" onClick={askToHandIn}>Hand in …</button>
                : <button type="button" class="primary" onClick={() => go(at.value + 1)}>Next</button>}
            </p>
          </main>
        </div>
      </div>
      {asking.value && !isPaused && <HandInDialog room={room} onclose={goOn} />}
      {isPaused && <Paused room={room} />}
    </>
  );
}

/** The questions are gone while the clock stands. */
function Paused({ room }: { room: Room }) {
  return (
    <div class="curtain">
      <div class="card" role="alertdialog" aria-labelledby="paused-title" aria-describedby="paused-text" tabIndex={-1} ref={focus}>
        <svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5v14M16 5v14" /></svg>
        <h1 id="paused-title">The exam is paused</h1>
        <p id="paused-text">Your proctor has stopped the clock; no working time is lost. Please stay at this page: it goes on by itself.</p>
        {room.reason.value && <blockquote>{room.reason.value}</blockquote>}
      </div>
    </div>
  );
}

const focus = (element: HTMLElement | null) => element?.focus();
