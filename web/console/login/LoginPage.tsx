import { useEffect, useRef } from 'preact/hooks';
import { ApiError, wordsFor } from '../../shared/problem';
import { useConsole } from '../console';
import { Field, Form } from '../ui/Form';

export function LoginPage() {
  const console = useConsole();
  const email = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Proctoring console';
    email.current?.focus();
  }, []);
  return (
    <main class="login" id="main">
      <h1>Proctoring console</h1>
      <p class="quiet">For proctors and admins of an organisation.</p>
      <Form action="Sign in" onSubmit={(values) => console.signIn(values.text('email'), values.raw('password'))} wordsFor={words}>
        {() => (
          <>
            <Field label="E-mail">
              {(given) => <input {...given} name="email" type="email" autocomplete="username" required ref={email} />}
            </Field>
            <Field label="Password">
              {(given) => <input {...given} name="password" type="password" autocomplete="current-password" required />}
            </Field>
          </>
        )}
      </Form>
    </main>
  );
}

function words(failure: unknown): string {
  if (failure instanceof ApiError && failure.status === 429 && failure.retryAfter !== null)
    return `Too many attempts. Try again in ${failure.retryAfter} seconds.`;
  return wordsFor(failure);
}

/** A candidate who came here by mistake. */
export function WrongRole() {
  const console = useConsole();
  return (
    <main class="login" id="main">
      <h1>Proctoring console</h1>
      <p>{console.user.value?.name}, this console is for proctors. Your exams are at the <a href="/demo/">exam page</a>.</p>
      <div class="buttons">
        <button type="button" onClick={() => console.signOut()}>Sign out</button>
      </div>
    </main>
  );
}
