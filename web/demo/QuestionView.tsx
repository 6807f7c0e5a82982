import type { Answer } from './answers';
import type { Question } from './content/questions';

interface QuestionProps {
  question: Question;
  number: number;
  of: number;
  answer: Answer | undefined;
  onanswer: (answer: Answer) => void;
}

export function QuestionView({ question, number, of, answer, onanswer }: QuestionProps) {
  return (
    <article class="card question">
      <p class="eyebrow">Question {number} of {of} <span>{question.points} points</span></p>
      <h2 id="question-title">{question.title}</h2>
      <p class="body" id="question-body">{question.body}</p>
      <Field question={question} answer={answer} onanswer={onanswer} />
    </article>
  );
}

function Field({ question, answer, onanswer }: Pick<QuestionProps, 'question' | 'answer' | 'onanswer'>) {
  const text = typeof answer === 'string' ? answer : undefined;
  switch (question.kind) {
    case 'choice': {
      const chosen = typeof answer === 'string' ? [answer] : answer ?? [];
      const choose = (id: string, on: boolean) =>
        onanswer(question.multiple ? (on ? [...chosen, id].sort() : chosen.filter((other) => other !== id)) : id);
      return (
        <fieldset aria-labelledby="question-title" aria-describedby="question-body">
          {question.options.map((option) => (
            <label key={option.id} class="check option">
              <input
                type={question.multiple ? 'checkbox' : 'radio'} name={question.id} checked={chosen.includes(option.id)}
                onChange={(event) => choose(option.id, event.currentTarget.checked)}
              />
              {option.text}
            </label>
          ))}
        </fieldset>
      );
    }
    case 'text':
      return (
        <>
          <textarea
            aria-labelledby="question-title" aria-describedby="question-body" rows={question.lines} value={text ?? ''}
            onInput={(event) => onanswer(event.currentTarget.value)}
          />
          <p class="hint">{question.hint} <span class="count">{words(text)}</span></p>
        </>
      );
    case 'code':
      return (
        <>
          <div class="editor">
            <span>{question.language}</span>
            <textarea
              aria-labelledby="question-title" aria-describedby="question-body editor-hint" class="code" rows={13} spellcheck={false}
              autocapitalize="off" autocomplete="off" value={text ?? question.starter}
              onInput={(event) => onanswer(event.currentTarget.value)} onKeyDown={indent}
            />
          </div>
          <p class="hint" id="editor-hint">Tab indents; Escape and then Tab leaves the field.</p>
        </>
      );
  }
}

function words(text = ''): string {
  const count = text.split(/\s+/).filter(Boolean).length;
  return count === 1 ? '1 word' : `${count} words`;
}

let leaving = false;

// The keyboard must find its way out of the field, too.
function indent(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
  const isTab = event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (isTab && !leaving) {
    event.preventDefault();
    const field = event.currentTarget;
    field.setRangeText('    ', field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  leaving = event.key === 'Escape';
}
